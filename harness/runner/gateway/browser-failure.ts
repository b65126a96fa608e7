import { ViolationError } from '../../diagnosis/index.ts'
import type { ScenarioClient } from '../../scenario/gateway/client.ts'
import type { ReceivedEvent } from '../../timeline/index.ts'

/** A browser that does nothing looks like a gateway that does nothing. */
export function browserFailed({ browserFailure }: ScenarioClient): ViolationError | undefined {
  if (browserFailure === undefined) return undefined
  return new ViolationError({
    party: 'harness',
    what: 'browser-failed',
    summary: `The browser did not do as it was asked, so that the scenario could not go on. ${browserFailure.message}`,
    streams: [],
  })
}

/** Both clients get the same bytes of the gateway, so that a difference is one between the clients. */
export function clientsDiffer({ clientDifference }: ScenarioClient): ViolationError | undefined {
  if (clientDifference === undefined) return undefined
  const { browser, other, place, stream } = clientDifference
  return new ViolationError({
    party: 'harness',
    what: 'clients-differ',
    summary: `Of the same bytes, the browser dispatched as event ${place + 1} ${inWords(browser)}, and the npm package eventsource, which is the ordinary client, ${inWords(other)}.`,
    streams: [stream],
    expected: 'the same events from both clients',
  })
}

function inWords(event: ReceivedEvent | undefined): string {
  if (event === undefined) return 'nothing'
  const { data, lastEventId } = event
  return `${JSON.stringify(event.event)} with the data ${JSON.stringify(data)} and the last event id ${JSON.stringify(lastEventId)}`
}
