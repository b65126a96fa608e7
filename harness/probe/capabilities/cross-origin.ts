import type { Stream } from '../../wire/sse-client/index.ts'
import { type CapabilityProbe, capabilityProbe } from '../capability-probe.ts'
import { headLine, requestLine } from '../evidence-lines.ts'
import type { Finding } from '../finding.ts'

const ORIGIN = 'https://page.example'
const ALLOW = 'access-control-allow-origin'

/** May a page of another origin read a stream? */
export const crossOrigin: CapabilityProbe = capabilityProbe(['cross-origin'], async begin => {
  using question = begin()
  const target = '/probe/cross-origin'
  const preflight = {
    method: 'OPTIONS',
    headers: {
      origin: ORIGIN,
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'last-event-id',
    },
  }
  const [stream, answer] = await Promise.all([
    question.open(target, { headers: { origin: ORIGIN } }),
    question.request('/probe/preflight', preflight),
  ])
  const evidence = [
    requestLine('GET', target, `origin: ${ORIGIN}`),
    headLine(stream, ALLOW),
    requestLine('OPTIONS', '/probe/preflight', `origin: ${ORIGIN}`),
    headLine(answer, ALLOW),
  ]
  return [{ capability: 'cross-origin', evidence, ...judge(stream, answer) }]
})

function judge(stream: Stream, preflight: Stream): Pick<Finding, 'state' | 'sentence'> {
  const readable = isAllowed(stream)
  const answered = isAllowed(preflight) && isSuccess(preflight) && !preflight.isEventStream
  if (readable && answered) {
    return { state: 'present', sentence: 'Pages of other origins are answered, preflight included.' }
  }
  if (readable) {
    return {
      state: 'broken',
      sentence: `Streams allow other origins, and a preflight request is not answered as one (${preflight.status ?? 'no answer'}).`,
    }
  }
  return answered
    ? {
        state: 'broken',
        sentence: 'A preflight request is answered, and streams do not allow other origins.',
      }
    : { state: 'absent', sentence: 'Pages of other origins are not answered.' }
}

function isAllowed({ responseHeaders }: Stream): boolean {
  const allowed = responseHeaders[ALLOW]
  return allowed === '*' || allowed === ORIGIN
}

function isSuccess({ status = 0 }: Stream): boolean {
  return status >= 200 && status < 300
}
