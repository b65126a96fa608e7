import { type CapabilityId, type Finding, notSeen, Unseen } from './finding.ts'
import { type Question, seen } from './probe-session.ts'

/** Begins a question to the gateway under the probe. */
export type Begin = () => Question

/** Looks at one capability, or at a few that are seen together. Never throws for what the gateway does. */
export type Inquiry = (begin: Begin) => Promise<readonly Finding[]>

/** @param look what it throws as `Unseen` becomes the finding for each of the capabilities */
export function inquiry(
  capabilities: readonly CapabilityId[],
  look: (begin: Begin) => Promise<readonly Finding[]>,
): Inquiry {
  return async begin => {
    const findings = await seen(() => look(begin))
    return findings instanceof Unseen
      ? capabilities.map(capability => notSeen(capability, findings))
      : findings
  }
}
