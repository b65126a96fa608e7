import type { Arbitrary } from 'fast-check'
import type { SentEvent } from '../../contract/index.ts'

type FastCheck = typeof import('fast-check').default

/** Generates values. It gets the library when it is called, because loading that takes a third of a second. */
export type Generator<Value> = (fc: FastCheck) => Arbitrary<Value>

/** Fixed, so that every run judges the same texts. */
const SEED = 20_251
/** Each with some forty events of its own. */
const RUNS = 5
/** How long it may look for the smallest that fails, in milliseconds; spent only when something failed. */
const SEARCH_MS = 10_000

/** Characters that mean something to some layer between a backend and a page; line terminators have clauses of their own. */
const TELLING = [...' :;,={}[]"\\\'\t\0\x07\x1b\x7f\x85\u2028\u2029\uFEFF\u200B\u202E\uFFFD']

const WORDS = ['data', 'event', 'id', 'retry', 'data:', 'event: ', 'null', '\\n', '\\r\\n', '%0A']

/** Events of well-formed text; the data of named ones is JSON, so that it fits every edition. */
export const arbitraryTexts: Generator<SentEvent[]> = fc => {
  const piece = fc.oneof(
    fc.constantFrom(...TELLING),
    fc.constantFrom(...WORDS),
    fc.string({ unit: 'grapheme', maxLength: 4 }),
    fc.string({ unit: 'binary', maxLength: 4 }),
  )
  const line = fc.array(piece, { maxLength: 8 }).map(pieces => pieces.join('').replace(/[\r\n]/g, ''))
  const text = fc.array(line, { minLength: 1, maxLength: 3 }).map(lines => lines.join('\n'))
  const unnamed = text.map((data): SentEvent => ({ data }))
  const named = fc
    .tuple(line, text)
    .map(([name, data]): SentEvent => (name === '' ? { data } : { name, data: JSON.stringify(data) }))
  return fc.array(fc.oneof(unnamed, named), { minLength: 1, maxLength: 60, size: 'max' })
}

/** Plays `act` with generated values, and throws what it throws for the smallest that fails. */
export async function forAll<Value>(
  values: Generator<Value>,
  act: (value: Value) => Promise<void>,
): Promise<void> {
  const { default: fc } = await import('fast-check')
  let failedAt: number | undefined
  const play = async (value: Value): Promise<void> => {
    // Where a gateway loses even what is sent behind the texts, every try costs a wait; the smallest so far will do.
    if (failedAt !== undefined && performance.now() - failedAt > SEARCH_MS) return
    try {
      await act(value)
    } catch (error) {
      failedAt ??= performance.now()
      throw error
    }
  }
  const { failed, errorInstance } = await fc.check(fc.asyncProperty(values(fc), play), {
    seed: SEED,
    numRuns: RUNS,
  })
  if (failed) throw errorInstance
}
