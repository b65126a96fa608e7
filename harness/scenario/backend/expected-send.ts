import { isDeepStrictEqual } from 'node:util'
import { quoted } from '../../diagnosis/index.ts'
import type { ReceivedSend } from '../../mock-gateway/index.ts'
import { parseJson } from '../../util/parse-json.ts'
import { closeEvent, newVersionEvent, taskNotFoundEvent } from '../contract-events.ts'

/** A send as a scenario writes it down. */
export interface ExpectedSend {
  /** The name of the event; no event when left out. */
  readonly name?: string
  /** What the data of the event holds, among other things. */
  readonly payload?: Readonly<Record<string, unknown>>
  readonly close?: true
}

/** What the backend sends about a version. */
export function version(text: string, changelog?: string): ExpectedSend {
  return newVersionEvent(text, changelog)
}

/** What the backend sends for a task that nobody knows. */
export function taskNotFound(taskId: string): readonly ExpectedSend[] {
  return [taskNotFoundEvent(taskId), { ...closeEvent('task_not_found'), close: true }]
}

/** A close by itself, as a replaced connection gets it. */
export const aClose: ExpectedSend = { close: true }

/** The data of an event, parsed. One that came as an object instead of text is in the wrong form, and still readable. */
export function payloadOf({ command }: ReceivedSend): Readonly<Record<string, unknown>> | undefined {
  const data: unknown = command.event?.data
  const payload = typeof data === 'string' ? parseJson(data) : data
  return typeof payload === 'object' && payload !== null ? (payload as Record<string, unknown>) : undefined
}

export function isExpected(received: ReceivedSend, { name, payload = {}, close }: ExpectedSend): boolean {
  const { event } = received.command
  if (event?.name !== name || (received.command.close === true) !== (close === true)) return false
  const found = payloadOf(received)
  return Object.entries(payload).every(([key, value]) => isDeepStrictEqual(found?.[key], value))
}

/** A send in a few words of a sentence. */
export function describeSend({ command, raw }: Pick<ReceivedSend, 'command' | 'raw'>): string {
  const { event, close } = command
  if (event === undefined) return close === true ? 'a close' : quoted(raw, 40)
  const data: unknown = event.data
  const text = quoted(typeof data === 'string' ? data : JSON.stringify(data), 70)
  return `${event.name === undefined ? 'an unnamed event' : `"${event.name}"`} ${text}${close === true ? ' with close' : ''}`
}

/** The same for one that was expected. */
export function describeExpected({ name, payload, close }: ExpectedSend): string {
  if (name === undefined) return 'a close'
  return `"${name}"${payload === undefined ? '' : ` ${JSON.stringify(payload)}`}${close === true ? ' with close' : ''}`
}
