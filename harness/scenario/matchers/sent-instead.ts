import { type DetailsOf, describe, quoted } from '../../verdict/index.ts'
import { fits, type ProducedEvent } from '../resolve-events.ts'
import type { ExpectedEvent } from './declaration.ts'

/** How it is told that a backend brought forth one event where another was due. */
export function sentInstead(
  due: ExpectedEvent,
  instead: ProducedEvent,
  later: readonly ExpectedEvent[],
): Pick<DetailsOf<'backend'>, 'what' | 'summary'> {
  const sent = `${describe(instead)} with data ${quoted(instead.data, 160)}`
  if (due.event === 'connection_open') {
    return {
      what: 'connection-open-missing',
      summary: `The backend answered the connect callback without the event "connection_open", which belongs into that answer: the gateway writes the event of the answer first. What came first therefore is ${sent}.`,
    }
  }
  const summary = `Where ${describe({ event: due.event ?? 'message' })} with data like ${quoted(due.data, 100)} was due, the backend sent ${sent}.`
  return {
    what: later.some(one => fits(one, instead)) ? 'event-lost-or-out-of-order' : 'event-wrong',
    summary,
  }
}
