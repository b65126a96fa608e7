import { NotTestable, WaitExpired } from '../../failure.ts'
import type { MockGatewayPort } from '../../mock-gateway/index.ts'
import type { Timeline } from '../../timeline/index.ts'
import { evidenceOf, lastWords, type Party, printable, type Verdict, Violation } from '../../verdict/index.ts'
import type { StartedBackend } from './backend-session.ts'
import { NothingSent } from './matchers/matching.ts'

/** From whatever a scenario about a backend threw and its timeline to who and why. */
export async function diagnoseBackend(
  error: unknown,
  timeline: Timeline,
  backend: StartedBackend,
  port: MockGatewayPort,
): Promise<Verdict> {
  if (error instanceof NotTestable) return verdict('set-up', 'not testable', error.message, [])
  const health = await backend.health()
  const silent = !health.startsWith('answers')
  if (silent) await backend.untilSeenEnding()
  if (backend.ended !== undefined) {
    const summary = `The backend ended with ${backend.ended} during this scenario. Check first what it printed last.`
    return verdict('backend', 'it died', summary, [
      ...evidenceOf(timeline, []),
      ...lastWords(backend.lastLines),
    ])
  }
  if ((error instanceof NothingSent || error instanceof WaitExpired) && !silent) {
    const astray = await whenAstray(timeline, backend, port)
    if (astray !== undefined) return astray
  }
  if (error instanceof Violation) {
    const { party, what, summary, streams, expected } = error.details
    return verdict(party, what, summary, evidenceOf(timeline, streams, expected))
  }
  if (error instanceof WaitExpired) {
    return verdict(
      'backend',
      silent ? 'it stopped answering' : 'it never came',
      `${error.message} Asked for /api/health/healthz, the backend ${health}.`,
      evidenceOf(timeline, [], error.waitedFor),
    )
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return verdict('harness', 'the scenario itself failed', message, evidenceOf(timeline, []))
}

/** Whether what the backend sends goes to somebody else: not even its question about our health reaches us. */
async function whenAstray(
  timeline: Timeline,
  backend: StartedBackend,
  port: MockGatewayPort,
): Promise<Verdict | undefined> {
  if (port.wasAsked) return undefined
  await backend.readiness()
  if (port.wasAsked) return undefined
  return verdict(
    'set-up',
    'it sends to another address',
    `Nothing that the backend sends has reached our gateway at ${port.address}, and neither did its question whether the gateway answers, when it was asked for /api/health/readyz. Check first its SSE_GATEWAY_URL: without one it sends to http://localhost:3000.`,
    evidenceOf(timeline, [], `a request to ${port.address}`),
  )
}

function verdict(party: Party, what: string, summary: string, evidence: readonly string[]): Verdict {
  return { party, headline: `${party} at fault: ${what}`, summary: printable(summary), evidence }
}
