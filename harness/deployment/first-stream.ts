import type { DeploymentClauseId } from '../contract/index.ts'
import type { Outcome } from '../scenario/outcome.ts'
import { parseJson } from '../util/parse-json.ts'
import type { Reply } from './site.ts'
import type { Trace } from './trace.ts'
import type { Visit } from './visit.ts'

/** Why no stream opens: the clause that has the finding, and the finding. */
interface Refusal {
  readonly clause: DeploymentClauseId
  readonly outcome: Outcome
}

/**
 * What a clause comes to where no stream opens: the one that is about the cause has the finding, and the others cannot be
 * judged. `undefined` where streams open.
 */
export async function withoutStreams(visit: Visit, clause: DeploymentClauseId): Promise<Outcome | undefined> {
  const refusal = refusalIn(await visit.firstStream())
  if (refusal === undefined) return undefined
  if (refusal.clause === clause) return refusal.outcome
  return { notTestable: `no stream opens; same cause as ${refusal.clause}` }
}

function refusalIn({ reply, trace }: { reply: Reply; trace: Trace }): Refusal | undefined {
  const { status, stream, failure, type } = reply
  if (stream !== undefined && status === 200) return undefined
  if (failure !== undefined) {
    const notTestable = `a stream cannot be opened: ${failure}`
    return { clause: 'deployment/gateway-in-service', outcome: { notTestable } }
  }
  const answered = `A version stream of our own was answered ${status} ${type === '' ? 'without a content type' : type}`
  const expected = '200 text/event-stream'
  const isByGateway = hasError(reply)
  switch (status) {
    case 502:
    case 503:
    case 504:
      return {
        clause: 'deployment/gateway-in-service',
        outcome: trace.fails(
          isByGateway
            ? {
                party: 'deployment',
                what: 'backend-unreachable',
                expected,
                summary: `${answered}, in the form of the gateway: the gateway is there, and its callback was not answered.`,
              }
            : {
                party: 'deployment',
                what: 'gateway-unreachable',
                expected,
                summary: `${answered}, which is no answer of a gateway: the reverse proxy does not reach it.`,
              },
        ),
      }
    case 401:
    case 403:
      return {
        clause: 'deployment/callback-secret-set',
        outcome: trace.fails({
          party: 'configuration',
          what: 'secrets-differ',
          expected,
          summary: `${answered}: the gateway passes on the status with which the backend refused its callback, and the backend refuses with it a callback that has another secret.`,
        }),
      }
  }
  if (status === 404 || status === 405 || status === 200 || !isByGateway) {
    return {
      clause: 'deployment/proxy-routes-streams',
      outcome: trace.fails({
        party: 'deployment',
        what: 'streams-not-routed',
        expected,
        summary: `${answered}, which is no answer of a gateway: the request did not reach it.`,
      }),
    }
  }
  return {
    clause: 'deployment/streams-end-to-end',
    outcome: trace.fails({
      party: 'undecided',
      between: ['backend', 'deployment'],
      what: 'stream-refused',
      expected,
      summary: `${answered}. Either the backend refuses this stream, or the reverse proxy changed its path on the way; an answer alone does not show which.`,
    }),
  }
}

/** Whether an answer is an error as gateway and backend write it: JSON with an error. */
function hasError({ body, type }: Reply): boolean {
  if (!/^application\/(?:.+\+)?json$/.test(type)) return false
  const value = parseJson(body)
  return typeof value === 'object' && value !== null && 'error' in value
}
