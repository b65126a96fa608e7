import { NotTestable, WaitExpired } from '../failure.ts'
import type { EntryOf, Timeline } from '../timeline/index.ts'
import type { BackendCondition } from './backend-condition.ts'
import { doubted, stoodStill } from './doubt.ts'
import { evidenceOf, lastWords } from './evidence.ts'
import type { GatewayCondition } from './gateway-condition.ts'
import { mutualWait } from './mutual-wait.ts'
import type { Verdict } from './party.ts'
import { explainSilence } from './silence.ts'
import { verdictOf } from './verdict.ts'
import { Violation, type ViolationDetails } from './violation.ts'

/** From whatever a scenario threw and its timeline to who and why. */
export async function diagnose(
  error: unknown,
  timeline: Timeline,
  gateway: GatewayCondition,
  backend?: BackendCondition,
): Promise<Verdict> {
  if (error instanceof NotTestable) return verdictOf(notTestable(error), [])
  const details = await explained(error, timeline, gateway, backend)
  const { party, what, streams, expected } = details
  const words =
    party === 'gateway' && what === 'it died'
      ? gateway.lastLines
      : party === 'backend'
        ? (backend?.lastLines ?? [])
        : []
  return verdictOf(details, [...evidenceOf(timeline, streams, expected), ...lastWords(words)])
}

async function explained(
  error: unknown,
  timeline: Timeline,
  gateway: GatewayCondition,
  backend: BackendCondition | undefined,
): Promise<ViolationDetails> {
  if (gateway.ended !== undefined) {
    const summary = `The gateway ended with ${gateway.ended} during this scenario.`
    return { party: 'gateway', what: 'it died', summary, streams: [] }
  }
  if (backend?.ended !== undefined) {
    const summary = `The backend (${backend.name}) ended with ${backend.ended} during this scenario.`
    return { party: 'backend', what: 'it died', summary, streams: [] }
  }
  const isFailure = error instanceof Violation || error instanceof WaitExpired
  const broken = timeline.all('network').find(({ breaks }) => breaks)
  if (broken !== undefined && isFailure) return networkBroke(broken, error)
  const circle = backend === undefined ? undefined : mutualWait(timeline)
  if (circle !== undefined) return circle
  if (!isFailure) return scenarioFailed(error)
  if (error instanceof Violation) return doubted(error.details, timeline, gateway, backend)
  const found = await explainSilence(error, timeline, gateway, backend)
  return stoodStill(found, error, timeline) ?? doubted(found, timeline, gateway, backend)
}

function notTestable({ message }: NotTestable): ViolationDetails {
  return { party: 'set-up', what: 'not testable', summary: message, streams: [] }
}

/** What no scenario is written to throw. */
export function scenarioFailed(error: unknown): ViolationDetails {
  const summary = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return { party: 'harness', what: 'the scenario itself failed', summary, streams: [] }
}

function networkBroke({ edge, text }: EntryOf<'network'>, error: Violation | WaitExpired): ViolationDetails {
  const [seen, streams, expected] =
    error instanceof Violation
      ? [error.details.summary, error.details.streams, error.details.expected]
      : [error.message, [], error.waitedFor]
  return {
    party: 'network',
    what: `the ${edge} edge broke`,
    summary: `Between the two parties of the ${edge} edge, ${text}. What followed from it: ${seen}`,
    streams,
    ...(expected === undefined ? {} : { expected }),
  }
}
