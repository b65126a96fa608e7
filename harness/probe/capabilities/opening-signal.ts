import type { ReceivedEvent } from '../../timeline/index.ts'
import { type Finding, notSeen, ProbeInconclusiveError } from '../finding.ts'
import { type Opened, placeOf } from '../stream-events.ts'
import type { BufferedSends } from './send-during-connect.ts'

/** @param kept a stream that may have buffered sends, after which the signal is expected */
export function openingSignalFinding(
  answered: Opened | ProbeInconclusiveError,
  kept: BufferedSends | ProbeInconclusiveError,
): Finding {
  const opened = [answered, kept].flatMap(one => (one instanceof ProbeInconclusiveError ? [] : [one]))
  const [first] = opened
  if (first === undefined) {
    return notSeen(
      'opening-signal',
      answered instanceof ProbeInconclusiveError ? answered : new ProbeInconclusiveError('no stream opened'),
    )
  }
  const found = (state: Finding['state'], sentence: string, { evidence }: Opened = first): Finding => ({
    capability: 'opening-signal',
    state,
    sentence,
    evidence,
  })
  const silent = opened.find(({ events }) => signalsIn(events).length === 0)
  if (opened.every(({ events }) => signalsIn(events).length === 0)) {
    return found('absent', 'There is no opening signal.')
  }
  if (silent !== undefined) {
    return found('broken', 'The opening signal comes on some streams and not on others.', silent)
  }
  const repeated = opened.find(({ events }) => signalsIn(events).length > 1)
  if (repeated !== undefined) return found('broken', 'The opening signal comes more than once.', repeated)
  const laden = opened.find(({ events }) => signalsIn(events).some(({ data }) => data !== ''))
  if (laden !== undefined) return found('broken', 'The opening signal carries data.', laden)
  if (kept instanceof ProbeInconclusiveError)
    return found('present', 'An opening signal comes, "event: ready".')
  const lastKept = Math.max(...kept.sends.map(({ event }) => placeOf(event, kept.events)))
  return kept.events.findIndex(isSignal) < lastKept
    ? found('broken', 'The opening signal comes before the buffered sends of the stream.', kept)
    : found('present', 'An opening signal comes after the buffered sends, "event: ready".', kept)
}

function signalsIn(events: readonly ReceivedEvent[]): ReceivedEvent[] {
  return events.filter(isSignal)
}

function isSignal({ event }: ReceivedEvent): boolean {
  return event === 'ready'
}
