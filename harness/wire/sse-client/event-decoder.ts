import type { Capabilities } from '../../contract/editions/index.ts'
import type { ReceivedEvent } from '../../timeline/index.ts'
import { parseJson } from '../../util/parse-json.ts'

/** Reads an event as a page would that knows the wire form of the edition. */
export type EventDecoder = (event: ReceivedEvent) => ReceivedEvent

/** Leaves every event as it is on the wire. */
export const identityDecoder: EventDecoder = event => event

/** In the form that a gateway writes by itself; anything else is parsed and set anew. */
const PLAIN_ENVELOPE = /^\{"type":"(?:[^"\\]|\\.)*","payload":([\s\S]*)\}$/

/**
 * How events are to be read from a gateway with these capabilities: a named event out of its envelope, under the name
 * and with the data that the backend gave it; the opening signal as one.
 */
export function decoderFor({ eventForm, signalsReady }: Capabilities): EventDecoder {
  if (eventForm === 'named') return identityDecoder
  return event => {
    if (signalsReady && event.event === 'ready' && event.data === '') return { ...event, signal: true }
    const opened = event.event === 'message' ? openEnvelope(event.data) : undefined
    return opened === undefined ? event : { ...event, ...opened, enveloped: event.data }
  }
}

/** @returns `undefined` for text that is no envelope, or that holds more than its type and payload */
function openEnvelope(text: string): { readonly event: string; readonly data: string } | undefined {
  const envelope = parseJson(text)
  if (typeof envelope !== 'object' || envelope === null || Array.isArray(envelope)) return undefined
  const { type, payload, ...more } = envelope as { type?: unknown; payload?: unknown }
  if (typeof type !== 'string' || payload === undefined || Object.keys(more).length > 0) return undefined
  return { event: type, data: PLAIN_ENVELOPE.exec(text)?.[1] ?? JSON.stringify(payload) }
}
