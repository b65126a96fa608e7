import { type CapabilityId, type Finding, notSeen, ProbeInconclusiveError } from './finding.ts'
import { attempt, type ProbeSession } from './probe-session.ts'

/** Begins a question to the gateway under the probe. */
export type Begin = () => ProbeSession

/** Looks at one capability, or at a few that are seen together. Never throws for what the gateway does. */
export type CapabilityProbe = (begin: Begin) => Promise<readonly Finding[]>

/** @param look a `ProbeInconclusiveError` that it throws becomes the finding for each of the capabilities */
export function capabilityProbe(
  capabilities: readonly CapabilityId[],
  look: (begin: Begin) => Promise<readonly Finding[]>,
): CapabilityProbe {
  return async begin => {
    const findings = await attempt(() => look(begin))
    return findings instanceof ProbeInconclusiveError
      ? capabilities.map(capability => notSeen(capability, findings))
      : findings
  }
}
