import { type Capabilities, capabilitiesOf, type Edition } from '../contract/index.ts'
import { CAPABILITY_IDS, type CapabilityId, type Finding } from '../probe/finding.ts'

export type Seen = Pick<Finding, 'state' | 'form'>

export const PRESENT: Seen = { state: 'present' }
export const ABSENT: Seen = { state: 'absent' }
export const BROKEN: Seen = { state: 'broken' }
export const NOT_SEEN: Seen = { state: 'not-seen' }

export function form(name: string): Seen {
  return { state: 'present', form: name }
}

function presence(isThere: boolean): Seen {
  return isThere ? PRESENT : ABSENT
}

function seenOf(edition: Capabilities): Record<CapabilityId, Seen> {
  return {
    send: PRESENT,
    close: PRESENT,
    disconnect: PRESENT,
    'connect-event': presence(edition.appliesConnectAnswer),
    'connect-close': presence(edition.appliesConnectAnswer),
    'send-during-connect': PRESENT,
    'named-event': form(edition.eventForm),
    'opening-signal': presence(edition.signalsReady),
    'error-form': form(edition.errorForm),
    refusal: form(edition.rejectsOnStream ? 'stream' : 'status'),
    'cross-origin': presence(edition.crossOrigin),
  }
}

/** The findings of a gateway of that edition, but for some; each says its capability and how it was seen. */
export function findings(edition: Edition, but: Partial<Record<CapabilityId, Seen>> = {}): Finding[] {
  const seen = { ...seenOf(capabilitiesOf(edition)), ...but }
  return CAPABILITY_IDS.map(capability => ({
    capability,
    ...seen[capability],
    sentence: `It ${capability} ${seen[capability].form ?? seen[capability].state}.`,
    evidence: [],
  }))
}
