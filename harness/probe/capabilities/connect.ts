import { type CapabilityProbe, inquiry } from '../capability-probe.ts'
import { seen } from '../probe-session.ts'
import { closeFinding, eventFinding, lookAtClose, lookAtEvent } from './connect-answer.ts'
import { openingSignalFinding } from './opening-signal.ts'
import { keptFinding, lookAtKept } from './send-during-connect.ts'

/** What happens around the connect callback. Three streams show four capabilities. */
export const connect: CapabilityProbe = inquiry(
  ['connect-event', 'connect-close', 'send-during-connect', 'opening-signal'],
  async begin => {
    const [answered, closed, kept] = await Promise.all([
      seen(() => lookAtEvent(begin)),
      seen(() => lookAtClose(begin)),
      seen(() => lookAtKept(begin)),
    ])
    return [
      eventFinding(answered, kept),
      closeFinding(closed, answered),
      keptFinding(kept),
      openingSignalFinding(answered, kept),
    ]
  },
)
