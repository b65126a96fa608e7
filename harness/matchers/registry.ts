import { ViolationError } from '../diagnosis/index.ts'
import type { ScenarioClient } from '../scenario/gateway/client.ts'
import type { ScenarioRecord } from '../scenario/scenario-record.ts'
import type { Entry, EntryOf, Timeline } from '../timeline/index.ts'
import { WaitTimeoutError } from '../util/errors.ts'
import { fromRecord, MissingFromRecordError, NotSerializableError, toRecord } from './recorded-value.ts'

const records = new WeakMap<Timeline, ScenarioRecord>()

/** Lets the matchers find the scenario of a timeline, and so of every view of that. */
export function registerScenario(record: ScenarioRecord): void {
  records.set(record.timeline, record)
}

/** What a matcher returns when its clause holds. */
export const holds = { pass: true, message: () => 'the clause holds' }

export { parseJson as parsed } from '../util/parse-json.ts'

/** A view of a timeline. */
interface Viewed {
  readonly timeline: Timeline
}

/** The client of the scenario that a view belongs to, for waiting in it. */
export function clientOf(subject: Viewed): ScenarioClient {
  // A saved scenario is judged without waiting.
  return recordOf(subject) as ScenarioClient
}

/** What is recorded of the scenario that a view belongs to. */
export function recordOf({ timeline }: Viewed): ScenarioRecord {
  const found = records.get(timeline)
  if (found === undefined) throw new Error('This comes from outside of a scenario.')
  return found
}

/** Looks at what is there, and waits for nothing. @throws ViolationError when the clause does not hold */
type Judge = (...given: never[]) => typeof holds

/** Waits until there is something to judge. */
type Wait = (...given: never[]) => Promise<unknown>

type Judges = Readonly<Record<string, Judge>>

const judges = new Map<string, Judge>()
const waits = new Map<string, Wait>()
const judged = new WeakMap<ViolationError, Entry>()

/**
 * Declares matchers that see nothing but what is recorded, so that their judgement can be made again from a saved
 * timeline.
 */
export function defineMatchers<Defined extends Judges>(matchers: Defined): Defined {
  for (const [name, judge] of Object.entries(matchers)) judges.set(name, judge)
  return matchers
}

/** Says for some of these what is waited for before they can judge. */
export function waitBefore<Defined extends Judges>(
  _matchers: Defined,
  before: { readonly [Name in keyof Defined]?: (...given: Parameters<Defined[Name]>) => Promise<unknown> },
): void {
  for (const [name, wait] of Object.entries(before)) waits.set(name, wait as Wait)
}

/** Waits for something whose absence the judgement reports. */
export async function unlessExpired(waiting: Promise<unknown>): Promise<void> {
  await waiting.catch(error => {
    if (!(error instanceof WaitTimeoutError) || error.eventLoopStalled) throw error
  })
}

/** Every matcher, as vitest takes them: wait, write down what is expected, judge. */
export function allMatchers(): Record<string, (...given: unknown[]) => typeof holds | Promise<typeof holds>> {
  return Object.fromEntries(
    [...judges.keys()].map(name => {
      const wait = waits.get(name) as ((...given: unknown[]) => Promise<unknown>) | undefined
      const now = (subject: unknown, ...args: unknown[]): typeof holds => expectNow(name, subject, ...args)
      return wait === undefined
        ? [name, now]
        : [
            name,
            (subject: unknown, ...args: unknown[]) =>
              wait(subject, ...args).then(() => now(subject, ...args)),
          ]
    }),
  )
}

/** Writes down what is expected, and judges it. @throws ViolationError when it is not so */
export function expectNow(name: string, subject: unknown, ...args: unknown[]): typeof holds {
  const entry = writeDown(name, subject, args)
  try {
    return judge(name, subject, ...args)
  } catch (error) {
    if (entry !== undefined && error instanceof ViolationError) judged.set(error, entry)
    throw error
  }
}

/**
 * Judges again what was expected of a record.
 * @throws ViolationError when the expectation does not hold; MissingFromRecordError when the record lacks the subject
 */
export function rejudge({ matcher, subject, args }: EntryOf<'expectation'>, record: ScenarioRecord): void {
  registerScenario(record)
  const [looked, ...given] = [subject, ...args].map(value => fromRecord(value, record))
  judge(matcher, looked, ...given)
}

/** @throws ViolationError when the expectation does not hold; MissingFromRecordError when there is no such matcher */
function judge(name: string, ...given: unknown[]): typeof holds {
  const matcher = judges.get(name) as ((...given: unknown[]) => typeof holds) | undefined
  if (matcher === undefined) throw new MissingFromRecordError(`the matcher ${name}`)
  return matcher(...given)
}

/** The expectation that did not hold, where a failure can be found again by judging that. */
export function expectationBehind(error: unknown): Entry | undefined {
  return error instanceof ViolationError ? judged.get(error) : undefined
}

/** @returns `undefined` when it cannot be written down */
function writeDown(matcher: string, subject: unknown, args: readonly unknown[]): Entry | undefined {
  const timeline = timelineOf(subject)
  if (timeline === undefined) return undefined
  try {
    return timeline.record({
      kind: 'expectation',
      matcher,
      subject: toRecord(subject),
      args: args.map(toRecord),
    })
  } catch (error) {
    if (error instanceof NotSerializableError) return undefined
    throw error
  }
}

function timelineOf(subject: unknown): Timeline | undefined {
  const [one] = Array.isArray(subject) ? subject : [subject]
  return typeof one === 'object' && one !== null && 'timeline' in one ? (one.timeline as Timeline) : undefined
}
