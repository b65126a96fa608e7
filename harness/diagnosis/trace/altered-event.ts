import { describeEvent, quoted, redact } from '../../redaction/printable.ts'
import type { EntryOf, ReceivedEvent, Timeline } from '../../timeline/index.ts'
import type { DetailsOf } from '../violation.ts'

type Event = Pick<ReceivedEvent, 'event' | 'data'> & Partial<Pick<ReceivedEvent, 'enveloped'>>

/** What became of an event on its way to the wire. */
export interface Alteration {
  readonly what: DetailsOf<'gateway'>['what']
  /** Continues "the gateway accepted it and ". */
  readonly description: string
  /** In place of the event, where the event itself must not come. */
  readonly expected?: string
}

/**
 * Whether an event that arrived is an altered form of the expected event, and how it differs.
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
      what: 'lone-surrogate-accepted',
      description: `wrote ${describeEvent(arrived)} with data ${quoted(arrived.data)} instead. What was sent has half a surrogate pair in it, which UTF-8 cannot express: expected a refusal`,
      expected: 'a refusal of the send (400)',
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
        what: 'heartbeat-inside-event',
        description: `wrote a comment and an empty line between the line ${quoted(`event: ${due.event}`)} and ${data}, so that the event lost its name`,
      }
    }
    return {
      what: 'event-name-lost',
      description: `wrote ${data} without the line ${quoted(`event: ${due.event}`)}, so that the client sees an unnamed event`,
    }
  }
  if (due.event === 'message') {
    return {
      what: 'event-name-added',
      description: `wrote ${data} after a line ${quoted(`event: ${arrived.event}`)}, though the event has no name`,
    }
  }
  return {
    what:
      arrived.enveloped !== undefined
        ? 'envelope-name-unescaped'
        : arrived.event.includes('\uFFFD')
          ? 'event-encoding-wrong'
          : 'event-name-altered',
    description: `wrote ${data} under the name ${differing(arrived.event, due.event)}`,
  }
}

function otherData(arrived: Event, due: Event, isLast: boolean): Alteration {
  if (due.data.startsWith(arrived.data) && /[\r\n]/.test(due.data[arrived.data.length] ?? '')) {
    return {
      what: 'data-cut-at-line-break',
      description: `cut the data at ${lineBreakAt(due.data, arrived.data.length)}: ${quoted(arrived.data)} instead of ${quoted(due.data)}`,
    }
  }
  if (arrived.data !== '' && due.data.startsWith(arrived.data)) {
    return {
      what: isLast ? 'event-cut-short-by-close' : 'event-cut-short',
      description: `wrote only the first ${characters(arrived.data)} of ${due.data.length} of its data (${quoted(arrived.data)})`,
    }
  }
  const description = `wrote ${describeEvent(arrived)} with data ${differing(arrived.data, due.data)}`
  if (arrived.data.includes('\uFFFD') && !due.data.includes('\uFFFD'))
    return { what: 'event-encoding-wrong', description }
  return {
    what: isReformattedJson(arrived.data, due.data) ? 'json-reformatted' : 'event-altered',
    description,
  }
}

/** An envelope that is no JSON, since the name in it was not escaped. */
function brokenEnvelope(arrived: Event, due: Event): Alteration | undefined {
  if (!isBrokenEnvelope(arrived) || due.event === 'message') return undefined
  if (!arrived.data.includes(due.data)) return undefined
  return {
    what: 'envelope-name-unescaped',
    description: `wrote its name ${quoted(due.event)} into the envelope without the escape that JSON needs: ${quoted(arrived.data, 100)} is not JSON, and a page reads no event from it`,
  }
}

/** Whether this is text that begins as an envelope and is no JSON. */
export function isBrokenEnvelope({ event, data }: Event): boolean {
  return event === 'message' && data.startsWith('{"type":"') && jsonIn(data) === undefined
}

/** Whether a comment was written after the line that names an event. */
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

function isReformattedJson(actual: string, expected: string): boolean {
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

function lineBreakAt(text: string, at: number): string {
  return text[at] === '\n' ? 'the line feed' : text[at + 1] === '\n' ? 'the CR LF' : 'the carriage return'
}

function characters({ length }: string): string {
  return `${length} character${length === 1 ? '' : 's'}`
}

function differing(actual: string, expected: string): string {
  let at = 0
  while (at < actual.length && actual[at] === expected[at]) at += 1
  // A cut could hide that what follows is a secret.
  const whole = redact(actual) !== actual || redact(expected) !== expected
  const from = whole ? 0 : Math.max(0, at - 20)
  const lead = from > 0 ? '…' : ''
  const lengths =
    actual.length === expected.length ? '' : `; ${characters(actual)} against ${expected.length}`
  return `${lead}${quoted(actual.slice(from))} instead of ${lead}${quoted(expected.slice(from))} (they differ from character ${at + 1} on${lengths})`
}
