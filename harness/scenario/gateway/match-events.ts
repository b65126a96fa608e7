import { isDeepStrictEqual } from 'node:util'
import { isSentEvent } from '../../diagnosis/index.ts'
import { type EntryOf, markerIn, type Timeline } from '../../timeline/index.ts'
import { parseJson } from '../../util/parse-json.ts'
import type { ExpectedEvent } from '../expected-event.ts'

/** An event that the backend brought forth for a stream. */
export interface ProducedEvent {
  readonly event: string
  readonly data: string
}

/** Which of the backend's events were meant by the expected ones. */
export interface ResolvedEvents {
  /** What is due, byte for byte; what the backend never produced, as it might have looked. */
  readonly due: readonly ProducedEvent[]
  /** The first expected event that the backend did not produce. */
  readonly unproduced: ExpectedEvent | undefined
  /** What it produced in the place of that one. */
  readonly instead: ProducedEvent | undefined
  /** What the backend produced beyond what was expected. */
  readonly surplus: readonly ProducedEvent[]
}

/** Everything the backend produced for a stream so far, in order: the answer to the connect callback, then its sends. */
export function producedFor(
  timeline: Timeline,
  stream: { readonly number: number; readonly token: string | undefined },
): { readonly greeting: ProducedEvent | undefined; readonly sent: readonly ProducedEvent[] } {
  const answer = timeline.exchanges.connect(stream.number).response
  const sent = timeline
    .all('send-request')
    .filter(entry => entry.command.token === stream.token && isEvent(entry))
    .map(({ command }) => asProduced(command.event as { name?: string; data: string }))
  return { greeting: greetingIn(answer?.body), sent }
}

/**
 * Finds what is meant by each expected event among what was produced. An event of the connect answer that is not
 * expected is left out: whether it is forwarded is another clause's business.
 */
export function resolveEvents(
  expected: readonly ExpectedEvent[],
  { greeting, sent }: ReturnType<typeof producedFor>,
): ResolvedEvents {
  const isGreetingDue = greeting !== undefined && expected[0] !== undefined && fits(expected[0], greeting)
  const produced = isGreetingDue ? [greeting, ...sent] : sent
  const due: ProducedEvent[] = []
  let unproduced: ExpectedEvent | undefined
  let instead: ProducedEvent | undefined
  let at = 0
  for (const wanted of expected) {
    const found = produced[at]
    if (found === undefined || !fits(wanted, found)) {
      if (unproduced === undefined) instead = found
      unproduced ??= wanted
      due.push({ event: wanted.event ?? 'message', data: wanted.data })
      continue
    }
    do {
      due.push(produced[at] as ProducedEvent)
      at += 1
    } while (
      wanted.repeated === true &&
      produced[at] !== undefined &&
      fits(wanted, produced[at] as ProducedEvent)
    )
  }
  return { due, unproduced, instead, surplus: produced.slice(at) }
}

/** Whether it is what was expected. */
export function fits(wanted: ExpectedEvent, produced: ProducedEvent): boolean {
  if ((wanted.event ?? 'message') !== produced.event) return false
  if (wanted.alike === undefined) return wanted.data === produced.data
  const [meant, found] = [parseJson(wanted.data), parseJson(produced.data)]
  if (wanted.alike === 'json') return isDeepStrictEqual(found, meant)
  if (typeof found !== 'object' || found === null) return false
  return Object.entries(meant ?? {}).every(([name, value]) =>
    isDeepStrictEqual((found as Record<string, unknown>)[name], value),
  )
}

function isEvent({ command, fence }: EntryOf<'send-request'>): boolean {
  return !fence && isSentEvent(command.event) && markerIn(command.event.data) === undefined
}

function asProduced({ name, data }: { name?: string; data: string }): ProducedEvent {
  return { event: name || 'message', data }
}

function greetingIn(body: string | undefined): ProducedEvent | undefined {
  try {
    const event: unknown = (JSON.parse(body ?? '') as { event?: unknown } | null)?.event
    return isSentEvent(event) ? asProduced(event as { name?: string; data: string }) : undefined
  } catch {
    return undefined
  }
}
