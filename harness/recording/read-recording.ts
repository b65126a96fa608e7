import { readFileSync, statSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { isAboutBackend, isClauseId, type PayloadSchema, problemUnder } from '../contract/index.ts'
import { printable, quoted } from '../diagnosis/index.ts'
import type { Entry } from '../timeline/index.ts'
import { ConfigurationError } from '../util/errors.ts'
import { parseJson } from '../util/parse-json.ts'
import { BACKEND_HEAD } from './backend-head.ts'
import { ENTRY_SCHEMAS } from './entry-schemas.ts'
import { FORMAT, HEAD, MAX_BYTES, MAX_ENTRIES, TAIL, TOLD_OF_FAILURES, VERSION } from './format.ts'
import { isObject } from './json-object.ts'
import type { Recording } from './recording.ts'
import { entryOfVersion1, tailOfVersion1 } from './version-1.ts'
import { entryOfVersion2, headOfVersion2, tailOfVersion2 } from './version-2.ts'
import { isCompressed } from './write-recording.ts'

/** No scenario lasts a day. */
const LATEST_MS = 86_400_000

type Upgrade = (line: Record<string, unknown>) => Record<string, unknown>

type ReadableVersion = 1 | 2 | 3 | typeof VERSION

const asItIs: Upgrade = line => line

/** How the lines of each version of the format become those of this one. */
const READERS: Readonly<
  Record<ReadableVersion, { readonly headOf: Upgrade; readonly entryOf: Upgrade; readonly tailOf: Upgrade }>
> = {
  1: {
    headOf: headOfVersion2,
    entryOf: entry => entryOfVersion2(entryOfVersion1(entry)),
    tailOf: tail => tailOfVersion2(tailOfVersion1(tail)),
  },
  2: { headOf: headOfVersion2, entryOf: entryOfVersion2, tailOf: tailOfVersion2 },
  // The fourth has more kinds of entries, and expectations of scenarios about backends.
  3: { headOf: asItIs, entryOf: asItIs, tailOf: asItIs },
  [VERSION]: { headOf: asItIs, entryOf: asItIs, tailOf: asItIs },
}

function isReadable(version: unknown): version is ReadableVersion {
  return typeof version === 'number' && Object.hasOwn(READERS, version)
}

/**
 * Reads a saved timeline.
 * @throws ConfigurationError that says what is wrong with the file, and where
 */
export function readRecording(path: string): Recording {
  return recordingIn(textIn(path), printable(path))
}

/** @param name of the file, for messages */
export function recordingIn(text: string, name: string): Recording {
  const lines = text.split('\n')
  const head = headIn(lines[0] ?? '', name)
  // The last line ends with a line feed, so that a file that was cut there is seen as well.
  const isWhole = lines.pop() === ''
  const { entryOf, tailOf } = READERS[head.version as ReadableVersion]
  const lastLine = isWhole ? parsedLine(lines.at(-1) ?? '') : undefined
  const tail = lastLine === undefined ? undefined : tailOf(lastLine)
  if (lines.length < 2 || tail?.end !== true) {
    throw new ConfigurationError(
      `${name} is not whole: it breaks off after line ${lines.length}, before the line that ends a saved timeline; save or copy it again.`,
    )
  }
  if (lines.length - 2 > MAX_ENTRIES) {
    throw new ConfigurationError(
      `${name} has ${lines.length - 2} entries; a saved timeline has at most ${MAX_ENTRIES}.`,
    )
  }
  expect(TAIL, tail, name, lines.length)
  checkFailure(tail, name, lines.length)
  if (tail.entries !== lines.length - 2) {
    throw new ConfigurationError(
      `${name} is not whole: it says that it has ${tail.entries} entries, and has ${lines.length - 2}; save or copy it again.`,
    )
  }
  const { end: _, entries: __, ...then } = tail
  const { decisive } = tail
  const line = typeof decisive === 'number' ? lines[decisive + 1] : undefined
  if (decisive !== undefined && parsedLine(line ?? '')?.kind !== 'expectation') {
    throw new ConfigurationError(
      `Line ${lines.length} of ${name} is not as it was saved: decisive names no expectation; save it again.`,
    )
  }
  return {
    ...(head as unknown as Recording),
    ...then,
    entries: lines.slice(1, -1).map((line, n) => entryIn(line, name, n + 2, entryOf)),
  }
}

function textIn(path: string): string {
  const name = printable(path)
  const file = statSync(path, { throwIfNoEntry: false })
  if (file === undefined) {
    throw new ConfigurationError(`There is no ${name}; name a file that was saved with --save.`)
  }
  if (!file.isFile()) throw new ConfigurationError(`${name} is no file; name one that was saved with --save.`)
  if (file.size > MAX_BYTES) {
    throw new ConfigurationError(`${name} has ${file.size} bytes; a saved timeline has at most ${MAX_BYTES}.`)
  }
  try {
    const bytes = readFileSync(path)
    return (isCompressed(bytes) ? gunzipSync(bytes, { maxOutputLength: MAX_BYTES }) : bytes).toString()
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error)
    throw new ConfigurationError(`${name} cannot be read (${why}); name a file that can.`)
  }
}

function headIn(line: string, name: string): Record<string, unknown> {
  const saved = parsedLine(line)
  if (saved?.format !== FORMAT) {
    throw new ConfigurationError(
      `${name} is no saved timeline: its first line does not begin as one; name a file that was saved with --save.`,
    )
  }
  if (!isReadable(saved.version)) {
    throw new ConfigurationError(
      `${name} is of version ${quoted(JSON.stringify(saved.version) ?? 'none', 20)} of the format; this program reads versions 1 to ${VERSION}: replay it with the program that saved it, or save it again.`,
    )
  }
  const head = READERS[saved.version].headOf(saved)
  expect(isOfBackend(head.clause) ? BACKEND_HEAD : HEAD, head, name, 1)
  if (!isClauseId(String(head.clause))) {
    throw new ConfigurationError(
      `${name} is of the clause ${quoted(String(head.clause), 80)}, which this version of the contract does not have.`,
    )
  }
  return head
}

function isOfBackend(clause: unknown): boolean {
  return typeof clause === 'string' && isClauseId(clause) && isAboutBackend(clause)
}

function entryIn(line: string, name: string, number: number, entryOf: Upgrade): Entry {
  const saved = parsedLine(line)
  const entry = saved === undefined ? undefined : entryOf(saved)
  const schema = ENTRY_SCHEMAS.get(String(entry?.kind))
  if (entry === undefined || schema === undefined) {
    const what = entry === undefined ? 'no JSON object' : `an entry of kind ${quoted(String(entry.kind))}`
    throw new ConfigurationError(
      `Line ${number} of ${name} is ${what}; expected one that --save writes (${[...ENTRY_SCHEMAS.keys()].slice(0, 3).join(', ')}, …).`,
    )
  }
  expect(schema, entry, name, number)
  if (!(Math.abs(entry.at as number) < LATEST_MS)) {
    throw new ConfigurationError(
      `Line ${number} of ${name} is not as it was saved: no scenario lasts until ${entry.at} ms; save it again.`,
    )
  }
  return (typeof entry.bytes === 'string'
    ? { ...entry, bytes: Buffer.from(entry.bytes, 'base64') }
    : entry) as unknown as Entry
}

function expect(schema: PayloadSchema, value: unknown, name: string, line: number): void {
  const problem = problemUnder(schema, value)
  if (problem === undefined) return
  throw new ConfigurationError(
    `Line ${line} of ${name} is not as it was saved: ${printable(problem)}; save it again.`,
  )
}

function checkFailure(tail: Readonly<Record<string, unknown>>, name: string, line: number): void {
  const failure = tail.failure as Readonly<Record<string, unknown>> | undefined
  if (failure === undefined) return
  const { party, between } = (failure.details ?? {}) as Readonly<Record<string, unknown>>
  const isOfTwo = Array.isArray(between) && between.length === 2
  const missing =
    party === 'undecided' && !isOfTwo
      ? 'details.between'
      : TOLD_OF_FAILURES[String(failure.name)]?.find(field => failure[field] === undefined)
  if (missing === undefined) return
  throw new ConfigurationError(
    `Line ${line} of ${name} is not as it was saved: failure.${missing} is missing; save it again.`,
  )
}

/** `undefined` for what is no JSON object. */
function parsedLine(line: string): Record<string, unknown> | undefined {
  const value = parseJson(line)
  return isObject(value) ? { ...value } : undefined
}
