import { NotTestable, WaitExpired } from '../failure.ts'
import type { Timeline } from '../timeline/index.ts'
import type { BackendCondition } from './backend-condition.ts'
import { evidenceOf, lastWords } from './evidence.ts'
import { mutualWait } from './mutual-wait.ts'
import type { Party, Verdict } from './party.ts'
import { printable } from './printable.ts'
import { Violation } from './violation.ts'

/** What can be asked about the gateway once something went wrong. */
export interface GatewayCondition {
  /** How it ended, when it did; e.g. "exit code 1". */
  readonly ended: string | undefined
  /** Its last log lines. */
  readonly lastLines: readonly string[]
  /** Asks `/healthz`; a short sentence such as "answers 200". */
  readonly health: () => Promise<string>
  /** Which of its outputs it is stuck writing to, when it is. */
  readonly blockedOn: () => Promise<'stdout' | 'stderr' | undefined>
}

/** From whatever a scenario threw and its timeline to who and why. */
export async function diagnose(
  error: unknown,
  timeline: Timeline,
  gateway: GatewayCondition,
  backend?: BackendCondition,
): Promise<Verdict> {
  if (error instanceof NotTestable) return verdict('set-up', 'not testable', error.message, [])
  if (gateway.ended !== undefined) {
    return verdict('gateway', 'it died', `The gateway ended with ${gateway.ended} during this scenario.`, [
      ...evidenceOf(timeline, []),
      ...lastWords(gateway.lastLines),
    ])
  }
  if (backend?.ended !== undefined) {
    return verdict(
      'backend',
      'it died',
      `The backend ${backend.name} ended with ${backend.ended} during this scenario.`,
      [...evidenceOf(timeline, []), ...lastWords(backend.lastLines)],
    )
  }
  const broken = timeline.all('network').find(({ breaks }) => breaks)
  if (broken !== undefined && (error instanceof Violation || error instanceof WaitExpired)) {
    const streams = error instanceof Violation ? error.details.streams : []
    const seen = error instanceof Violation ? error.details.summary : error.message
    const expected = error instanceof Violation ? error.details.expected : error.waitedFor
    return verdict(
      'network',
      `the ${broken.edge} edge broke`,
      `Between the two parties of the ${broken.edge} edge, ${broken.text}. What followed from it: ${seen}`,
      evidenceOf(timeline, streams, expected),
    )
  }
  const circle = backend === undefined ? undefined : mutualWait(timeline)
  if (circle !== undefined) {
    const { party, what, summary, streams, expected } = circle.details
    return verdict(party, what, summary, evidenceOf(timeline, streams, expected))
  }
  if (error instanceof Violation) {
    const { party, what, summary, streams, expected } = error.details
    const evidence = evidenceOf(timeline, streams, expected)
    if (party !== 'backend' || backend === undefined) return verdict(party, what, summary, evidence)
    const said = [...evidence, ...lastWords(backend.lastLines)]
    if (timeline.all('send-request').some(({ fence }) => !fence)) return verdict(party, what, summary, said)
    const finds = await backend.findsGateway()
    if (finds === false) {
      return verdict(
        'set-up',
        STRAYS,
        `${summary} Nothing came from it at ${backend.sendAddress}, which it was told is the gateway, and its readiness endpoint says that no gateway answers it: look at its SSE_GATEWAY_URL.`,
        said,
      )
    }
    if (finds === undefined) {
      return verdict(
        party,
        what,
        `${summary} Nothing at all has come from it at ${backend.sendAddress}, which it was told is the gateway, since it was started: check first whether its SSE_GATEWAY_URL says so.`,
        said,
      )
    }
    return verdict(party, what, summary, said)
  }
  if (error instanceof WaitExpired) return diagnoseSilence(error, timeline, gateway, backend)
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return verdict('harness', 'the scenario itself failed', message, evidenceOf(timeline, []))
}

async function diagnoseSilence(
  error: WaitExpired,
  timeline: Timeline,
  gateway: GatewayCondition,
  backend: BackendCondition | undefined,
): Promise<Verdict> {
  const evidence = evidenceOf(timeline, [], error.waitedFor)
  const blocked = await gateway.blockedOn()
  if (blocked !== undefined) {
    return verdict(
      'set-up',
      'nobody reads its output',
      `${error.message} The gateway lives but is stuck writing to its ${blocked}: whoever started it does not read that.`,
      evidence,
    )
  }
  const health = await gateway.health()
  if (!health.startsWith('answers')) {
    return verdict(
      'gateway',
      'it stopped answering',
      `${error.message} Asked for /healthz, the gateway ${health}.`,
      evidence,
    )
  }
  const open = openCallback(timeline)
  if (open !== undefined && timeline.all('callback-held').length > 0) {
    return verdict(
      'gateway',
      'it waits for a silent backend',
      `${error.message} The backend leaves the ${open} callback unanswered, as the scenario wants it, and the gateway did not go on without it.`,
      evidence,
    )
  }
  if (open !== undefined && backend !== undefined) {
    return verdict(
      'backend',
      'it left a callback unanswered',
      `${error.message} The gateway ${health} on /healthz and waits for the backend to answer the ${open} callback; the backend ${await backend.health()} on /api/health/healthz.`,
      [...evidence, ...lastWords(backend.lastLines)],
    )
  }
  if (open !== undefined) {
    return verdict(
      'backend',
      'it left a callback unanswered',
      `${error.message} The gateway ${health} on /healthz and waits for the backend to answer the ${open} callback.`,
      evidence,
    )
  }
  return verdict('gateway', 'it never came', `${error.message} The gateway ${health} on /healthz.`, evidence)
}

const STRAYS = 'it sends to another address'

/** The headline of a backend that does not send to where it was told that the gateway is. */
export const SENDS_ELSEWHERE = `set-up at fault: ${STRAYS}`

/** The action of a callback that is still waiting for its answer. */
function openCallback(timeline: Timeline): string | undefined {
  const answered = new Set(
    timeline.entries.flatMap(entry =>
      entry.kind === 'callback-response' || entry.kind === 'callback-unanswered' ? [entry.call] : [],
    ),
  )
  return timeline.all('callback-request').find(entry => !answered.has(entry.call))?.payload.action
}

function verdict(party: Party, what: string, summary: string, evidence: readonly string[]): Verdict {
  const headline = party === 'undecided' ? `undecided: ${what}` : `${party} at fault: ${what}`
  return { party, headline, summary: printable(summary), evidence }
}
