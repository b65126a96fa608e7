import { type CapabilityProbe, capabilityProbe } from '../capability-probe.ts'
import { attempt } from '../probe-session.ts'
import { closeFinding, eventFinding, lookAtClose, lookAtEvent } from './connect-answer.ts'
import { openingSignalFinding } from './opening-signal.ts'
import { keptFinding, lookAtKept } from './send-during-connect.ts'

/** What happens around the connect callback. Three streams show four capabilities. */
export const connect: CapabilityProbe = capabilityProbe(
  ['connect-event', 'connect-close', 'send-during-connect', 'opening-signal'],
  async begin => {
    const [answered, closed, kept] = await Promise.all([
      attempt(() => lookAtEvent(begin)),
      attempt(() => lookAtClose(begin)),
      attempt(() => lookAtKept(begin)),
    ])
    return [
      eventFinding(answered, kept),
      closeFinding(closed, answered),
      keptFinding(kept),
      openingSignalFinding(answered, kept),
    ]
  },
)
