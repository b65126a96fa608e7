import type { EntryOf, ReceivedEvent, Timeline } from '../timeline/index.ts'
import type { Manner } from './findings/index.ts'
import { describe, quoted, redact } from './printable.ts'

type Event = Pick<ReceivedEvent, 'event' | 'data'> & Partial<Pick<ReceivedEvent, 'enveloped'>>

/** What became of an event on its way to the wire, behind "the gateway accepted it and ". */
export interface Alteration {
  readonly told: string
  readonly manner?: Manner
}

/**
 * Whether something that arrived is an event in other clothes, and what is other about it.
 * @param isLast whether a close came with the event
 */
export function alterationOf(
  timeline: Timeline,
  stream: number,
  arrived: Event,
  due: Event,
  isLast: boolean,
): Alteration | undefined {
  const broken = brokenEnvelope(arrived, due)
  if (broken !== undefined) return broken
  if (arrived.event !== due.event && arrived.data !== due.data) return undefined
  if (!due.event.isWellFormed() || !due.data.isWellFormed()) {
    return {
      told: `wrote ${describe(arrived)} with data ${quoted(arrived.data)} in its place; what was sent has half a surrogate pair in it, which UTF-8 cannot express, and had to be refused`,
      manner: 'not well formed',
    }
  }
  if (arrived.event !== due.event) return otherName(timeline, stream, arrived, due)
  return otherData(arrived, due, isLast)
}

function otherName(timeline: Timeline, stream: number, arrived: Event, due: Event): Alteration {
  const data = `the data ${quoted(arrived.data)}`
  if (arrived.event === 'message') {
    if (hasCommentInside(timeline, stream, due.event)) {
      return {
        told: `wrote a comment and an empty line between the line ${quoted(`event: ${due.event}`)} and ${data}, so that the event has lost its name`,
        manner: 'comment inside',
      }
    }
    return {
      told: `wrote ${data} without the line ${quoted(`event: ${due.event}`)}, so that the client sees an unnamed event`,
      manner: 'name lost',
    }
  }
  if (due.event === 'message') {
    return {
      told: `wrote ${data} behind a line ${quoted(`event: ${arrived.event}`)} that nobody asked for`,
      manner: 'name given',
    }
  }
  return {
    told: `wrote ${data} under the name ${differing(arrived.event, due.event, 'sent')}`,
    manner:
      arrived.enveloped !== undefined
        ? 'name unescaped'
        : arrived.event.includes('\uFFFD')
          ? 'no UTF-8'
          : 'name changed',
  }
}

function otherData(arrived: Event, due: Event, isLast: boolean): Alteration {
  if (due.data.startsWith(arrived.data) && /[\r\n]/.test(due.data[arrived.data.length] ?? '')) {
    return {
      told: `wrote ${describe(arrived)} with ${quoted(arrived.data)}, no more than stands before a line break in its data`,
      manner: 'lost lines',
    }
  }
  if (arrived.data !== '' && due.data.startsWith(arrived.data)) {
    return {
      told: `wrote ${describe(arrived)} cut short, after ${characters(arrived.data)} of ${due.data.length} (${quoted(arrived.data)})`,
      manner: isLast ? 'cut short at the end' : 'cut short',
    }
  }
  const told = `wrote ${describe(arrived)} with data ${differing(arrived.data, due.data, 'produced')}`
  if (arrived.data.includes('\uFFFD') && !due.data.includes('\uFFFD')) return { told, manner: 'no UTF-8' }
  if (isJsonWrittenAnew(arrived.data, due.data)) return { told, manner: 'JSON written anew' }
  return { told }
}

/** An envelope that is no JSON, since the name in it was not escaped. */
function brokenEnvelope(arrived: Event, due: Event): Alteration | undefined {
  if (!isBrokenEnvelope(arrived) || due.event === 'message') return undefined
  if (!arrived.data.includes(due.data)) return undefined
  return {
    told: `wrote its name ${quoted(due.event)} into the envelope as it is, where JSON needs an escape: ${quoted(arrived.data, 100)} is no JSON, and a page reads no event out of it`,
    manner: 'name unescaped',
  }
}

/** Whether this is text that begins as an envelope and is no JSON. */
export function isBrokenEnvelope({ event, data }: Event): boolean {
  return event === 'message' && data.startsWith('{"type":"') && jsonIn(data) === undefined
}

/** Whether a comment was written behind the line that names an event. */
function hasCommentInside(timeline: Timeline, stream: number, name: string): boolean {
  const isOfStream = (entry: EntryOf<'stream-bytes'>): boolean => entry.stream === stream
  const written = Buffer.concat(
    timeline
      .all('stream-bytes')
      .filter(isOfStream)
      .map(({ bytes }) => bytes),
  ).toString()
  return written.includes(`event: ${name}\n:`)
}

function isJsonWrittenAnew(actual: string, expected: string): boolean {
  const json = jsonIn(expected)
  return json !== undefined && JSON.stringify(json.value) === actual
}

function jsonIn(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

function characters({ length }: string): string {
  return `${length} character${length === 1 ? '' : 's'}`
}

function differing(actual: string, expected: string, how: string): string {
  let at = 0
  while (at < actual.length && actual[at] === expected[at]) at += 1
  // A cut could hide that what follows is a secret.
  const whole = redact(actual) !== actual || redact(expected) !== expected
  const from = whole ? 0 : Math.max(0, at - 20)
  const lead = from > 0 ? '…' : ''
  const lengths =
    actual.length === expected.length ? '' : `; ${characters(actual)} against ${expected.length}`
  return `${lead}${quoted(actual.slice(from))} where ${lead}${quoted(expected.slice(from))} was ${how} (they differ from character ${at + 1} on${lengths})`
}
