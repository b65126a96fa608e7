import { type Capabilities, capabilitiesOf, EDITIONS, type Edition } from '../contract/index.ts'
import type { CapabilityId, Finding } from './finding.ts'

type Expectation = 'present' | 'absent' | { readonly form: string }

/** What an edition asks of each capability. */
const EXPECTED: Readonly<Record<CapabilityId, (edition: Capabilities) => Expectation>> = {
  send: () => 'present',
  close: () => 'present',
  disconnect: () => 'present',
  'send-during-connect': () => 'present',
  'connect-event': ({ appliesConnectAnswer }) => (appliesConnectAnswer ? 'present' : 'absent'),
  'connect-close': ({ appliesConnectAnswer }) => (appliesConnectAnswer ? 'present' : 'absent'),
  'named-event': ({ eventForm }) => ({ form: eventForm }),
  'opening-signal': ({ signalsReady }) => (signalsReady ? 'present' : 'absent'),
  'error-form': ({ errorForm }) => ({ form: errorForm }),
  refusal: ({ rejectsOnStream }) => ({ form: rejectsOnStream ? 'stream' : 'status' }),
  'cross-origin': ({ crossOrigin }) => (crossOrigin ? 'present' : 'absent'),
}

/** Without these hardly anything else can be seen. */
const BASIS: ReadonlySet<CapabilityId> = new Set(['send', 'close', 'disconnect'])

/** Whether it is part of what every other look stands on. */
export function isBasis({ capability }: Finding): boolean {
  return BASIS.has(capability)
}

/** Whether it is as the edition has it. What could not be seen is not. */
export function conforms(finding: Finding, edition: Edition): boolean {
  const expected = expectedIn(edition, finding.capability)
  return typeof expected === 'object'
    ? finding.state === 'present' && finding.form === expected.form
    : finding.state === expected
}

/** Whether a gateway may have it in addition to its edition; a flag of its own states it. */
export function isOptional({ capability }: Finding, edition: Edition): boolean {
  return capability === 'cross-origin' && expectedIn(edition, capability) === 'absent'
}

/** Whether it shows that the gateway is of another edition. A broken capability counts for an edition that has it. */
export function contradicts(finding: Finding, edition: Edition): boolean {
  if (finding.state === 'not-seen' || !differsBetweenEditions(finding.capability)) return false
  return finding.state === 'broken'
    ? expectedIn(edition, finding.capability) === 'absent'
    : !conforms(finding, edition)
}

/** Whether the editions differ in it. */
export function differsBetweenEditions(capability: CapabilityId): boolean {
  return new Set(EDITIONS.map(edition => JSON.stringify(expectedIn(edition, capability)))).size > 1
}

function expectedIn(edition: Edition, capability: CapabilityId): Expectation {
  return EXPECTED[capability](capabilitiesOf(edition))
}
