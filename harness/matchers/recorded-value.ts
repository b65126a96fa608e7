import { recordedSend, type SendResult } from '../mock-backend/index.ts'
import type { ScenarioRecord } from '../scenario/scenario-record.ts'
import type { RecordedValue, Timeline } from '../timeline/index.ts'
import { RawConnectionView, StreamView } from '../wire/sse-client/index.ts'

/** Something that is neither plain data nor in the record. */
export class NotSerializableError extends Error {}

/** A recorded value that refers to something that the record lacks, or is malformed. */
export class MissingFromRecordError extends Error {}

/** The subject or an argument of a matcher, as it is recorded. @throws NotSerializableError */
export function toRecord(value: unknown): RecordedValue {
  if (value === undefined) return { $nothing: true }
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number') return value
  if (value instanceof RegExp) return { $pattern: value.source, $flags: value.flags }
  if (Array.isArray(value)) return value.map(toRecord)
  if (typeof value !== 'object') throw new NotSerializableError(typeof value)
  const reference = referenceTo(value)
  if (reference !== undefined) return reference
  if (Object.getPrototypeOf(value) !== Object.prototype)
    throw new NotSerializableError(value.constructor.name)
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toRecord(member)]))
}

function referenceTo(value: object): RecordedValue | undefined {
  if (value instanceof StreamView) return { $stream: value.number }
  if (value instanceof RawConnectionView) return { $line: value.number }
  if (isSent(value)) return { $send: value.number }
  if (isRecord(value)) return { $record: true }
  return undefined
}

function isSent(value: object): value is SendResult {
  return 'command' in value && 'raw' in value && 'timeline' in value
}

/** A backend of which only the record is looked at. */
function isRecord(value: object): value is { readonly timeline: Timeline } {
  return 'timeline' in value && 'tasks' in value
}

/** The opposite of `toRecord`: replaces references by views of the record. @throws MissingFromRecordError */
export function fromRecord(value: RecordedValue, record: ScenarioRecord): unknown {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(member => fromRecord(member, record))
  const members = value as { readonly [name: string]: RecordedValue }
  const [reference] = Object.keys(members)
  if (!reference?.startsWith('$')) {
    return Object.fromEntries(
      Object.entries(members).map(([name, member]) => [name, fromRecord(member, record)]),
    )
  }
  const found = follow(reference, members, record)
  if (found === undefined)
    throw new MissingFromRecordError(`${reference} ${JSON.stringify(members[reference])}`)
  return found.what
}

function follow(
  reference: string,
  members: { readonly [name: string]: RecordedValue },
  record: ScenarioRecord,
): { readonly what: unknown } | undefined {
  const { timeline } = record
  const number = Number(members[reference])
  const existing = (what: unknown) => (what === undefined ? undefined : { what })
  switch (reference) {
    case '$nothing':
      return { what: undefined }
    case '$pattern':
      return { what: patternIn(String(members.$pattern), String(members.$flags)) }
    case '$stream':
      return existing(StreamView.in(timeline, number))
    case '$send':
      return existing(recordedSend(timeline, number))
    case '$line':
      return existing(RawConnectionView.in(timeline, number))
    case '$record':
      return { what: record }
    default:
      return undefined
  }
}

/** A hostile record must not keep this program busy: a pattern is short and has no repetition. */
const MAX_PATTERN = 80
const REPETITION = /[*+?{]/

/** @throws MissingFromRecordError for what is no pattern, or none of ours */
function patternIn(source: string, flags: string): RegExp {
  try {
    if (source.length > MAX_PATTERN || REPETITION.test(source.replace(/\\./gs, ''))) {
      throw new SyntaxError('none of ours')
    }
    return new RegExp(source, flags)
  } catch {
    throw new MissingFromRecordError(`$pattern ${JSON.stringify(source)}`)
  }
}
