import { problemInCallback } from '../contract/index.ts'
import type { Timeline } from '../timeline/index.ts'
import { quoted } from './printable.ts'
import { Violation } from './violation.ts'

/**
 * Why no stream was opened, when it was the backend that refused: and whether it was right to, since the callback was
 * not what the client asked for.
 * @returns `undefined` when the backend did not refuse
 */
export function refusedByBackend(
  timeline: Timeline,
  stream: { readonly number: number; readonly target: string },
): Violation | undefined {
  const connect = timeline.connectOf(stream.number)
  const answer = timeline.all('callback-response').find(entry => entry.call === connect?.call)
  if (connect === undefined || answer === undefined || answer.status < 300) return undefined
  const said = `The backend answered the connect callback ${answer.status} ${quoted(answer.body, 120)}, and no stream was opened`
  const common = { streams: [stream.number], expected: 'POST connect answered 2xx' }
  const { payload } = connect
  const flaw =
    problemInCallback(payload) ??
    (payload.request.url === stream.target
      ? undefined
      : `it says ${quoted(payload.request.url, 120)} where the client asked for ${quoted(stream.target, 120)}`)
  if (flaw !== undefined) {
    return new Violation({
      ...common,
      party: 'gateway',
      what: 'it announced the stream wrongly',
      summary: `${said}. The backend was right to refuse: the callback is not what it should be (${flaw}).`,
    })
  }
  if (answer.status !== 401) {
    return new Violation({
      ...common,
      party: 'backend',
      what: 'it refused a stream that it should accept',
      summary: `${said}. The callback is in the contract's form and names the stream that the client asked for.`,
    })
  }
  const carries = /[?&]secret=/.test(connect.target)
  return new Violation({
    ...common,
    party: carries ? 'set-up' : 'gateway',
    what: carries ? 'the backend expects another secret' : 'it lost the secret of the callback URL',
    summary: carries
      ? `${said}. The backend asks for a secret, and the one in the gateway's CALLBACK_URL is not the one in the backend's SSE_CALLBACK_SECRET: give both the same.`
      : `${said}. The callback carries no secret, though the gateway's CALLBACK_URL has one.`,
  })
}
