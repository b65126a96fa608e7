import { problemInCallback } from '../contract/index.ts'
import type { Timeline } from '../timeline/index.ts'
import { quoted } from './printable.ts'
import { Violation } from './violation.ts'

/** What a backend should have made of a connect callback. */
export interface DueAnswer {
  /** E.g. `2xx`. */
  readonly status: string
  readonly fits: (status: number) => boolean
}

export const ACCEPTED: DueAnswer = { status: '2xx', fits: status => status < 300 }

/**
 * Whether a stream came to nothing, or to something, because of what the backend answered to its connect callback; and
 * whether it was right to answer so, since the callback was not what the client asked for.
 * @returns `undefined` when the backend answered what was due, or has not answered
 */
export function wrongConnectAnswer(
  timeline: Timeline,
  stream: { readonly number: number; readonly target: string },
  due: DueAnswer = ACCEPTED,
): Violation | undefined {
  const connect = timeline.connectOf(stream.number)
  const answer = timeline.all('callback-response').find(entry => entry.call === connect?.call)
  if (connect === undefined || answer === undefined || due.fits(answer.status)) return undefined
  const said = `The backend answered the connect callback ${answer.status} ${quoted(answer.body.trim(), 120)}, where ${due.status} was due`
  const common = { streams: [stream.number], expected: `POST connect answered ${due.status}` }
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
      summary: `${said}; but the callback itself is not what it should be (${flaw}).`,
    })
  }
  if (answer.status !== 401) {
    const isRefusal = answer.status >= 300
    return new Violation({
      ...common,
      party: 'backend',
      what: isRefusal ? 'it refused a stream as it should not' : 'it accepted a stream that it should refuse',
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
