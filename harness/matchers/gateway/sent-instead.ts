import { type DetailsOf, describeEvent, quoted } from '../../diagnosis/index.ts'
import type { ExpectedEvent } from '../../scenario/expected-event.ts'
import { fits, type ProducedEvent } from '../../scenario/gateway/match-events.ts'

/** The finding about a backend that sent another event than the expected one. */
export function sentInstead(
  due: ExpectedEvent,
  instead: ProducedEvent,
  later: readonly ExpectedEvent[],
): Pick<DetailsOf<'backend'>, 'what' | 'summary'> {
  const sent = `${describeEvent(instead)} with data ${quoted(instead.data, 160)}`
  if (due.event === 'connection_open') {
    return {
      what: 'connection-open-missing',
      summary: `The connect answer of the backend lacks the event "connection_open", which the gateway would have sent first. The first event is therefore ${sent}.`,
    }
  }
  const summary = `The backend sent ${sent}, expected ${describeEvent({ event: due.event ?? 'message' })} with data like ${quoted(due.data, 100)}.`
  return {
    what: later.some(one => fits(one, instead)) ? 'event-lost-or-out-of-order' : 'event-wrong',
    summary,
  }
}
