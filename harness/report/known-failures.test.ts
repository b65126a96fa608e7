import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ConfigurationError } from '../failure.ts'
import { type KnownFailure, readKnownFailures } from './known-failures.ts'

let directory: string
let path: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'known-failures-'))
  path = join(directory, 'list.yaml')
})

afterEach(() => rmSync(directory, { recursive: true }))

function read(text: string): KnownFailure[] {
  writeFileSync(path, text)
  return readKnownFailures(path)
}

function mistakeIn(read: () => unknown): string {
  try {
    read()
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message
    throw error
  }
  return 'no mistake'
}

test('A list gives clause, reason and link of every entry, in order.', () => {
  const list = read(`# Known of the gateway at 04be72a.
- clause: connect/response-event-forwarded
  reason: "  it ignores the answer  "
  link: https://example.org/1
- reason: |
    too slow
  clause: connect/backend-timeout
`)
  expect(list).toEqual([
    {
      clause: 'connect/response-event-forwarded',
      reason: 'it ignores the answer',
      link: 'https://example.org/1',
    },
    { clause: 'connect/backend-timeout', reason: 'too slow' },
  ])
})

test.each(['', '# nothing yet\n', '[]', '---\n'])('%j is an empty list.', text => {
  expect(read(text)).toEqual([])
})

test('A file that is not there is a mistake that names it and what was expected.', () => {
  expect(mistakeIn(() => readKnownFailures(path))).toBe(
    `--known-failures ${path} cannot be read (ENOENT); expected a YAML list of clause and reason.`,
  )
  expect(mistakeIn(() => readKnownFailures(directory))).toContain('cannot be read (EISDIR)')
})

const GOOD = '- clause: connect/fresh-token\n  reason: r\n'

test.each([
  ['bad YAML', `${GOOD}- clause: [\n`, /^4: not valid YAML; .+$/],
  ['a field twice', `${GOOD}- reason: a\n  reason: b\n`, /^4: not valid YAML; Map keys must be unique.*$/],
  ['two documents', `${GOOD}---\n- clause: x\n`, /^3: not valid YAML; .+$/],
  [
    'a map in place of the list',
    'clause: connect/fresh-token\n',
    /^1: expected a list; every entry starts with "- clause:"\.$/,
  ],
  [
    'text in place of the list',
    'connect/fresh-token\n',
    /^1: expected a list; every entry starts with "- clause:"\.$/,
  ],
  [
    'an entry that is no map',
    `${GOOD}- connect/fresh-token\n`,
    /^3: expected an entry with "clause:" and "reason:"\.$/,
  ],
  ['an empty entry', `${GOOD}-\n`, /^3: expected an entry with "clause:" and "reason:"\.$/],
  [
    'an unknown field',
    `${GOOD}- clause: connect/opens-at-once\n  resaon: x\n`,
    /^3: unknown field "resaon" \(did you mean "reason"\?\); expected clause, reason and link\.$/,
  ],
  [
    'an unknown field that is like none',
    `${GOOD}- severity: x\n`,
    /^3: unknown field "severity"; expected clause, reason and link\.$/,
  ],
  [
    'a field that is no text',
    `${GOOD}- ? [a]\n  : x\n`,
    /^3: unknown field "\?"; expected clause, reason and link\.$/,
  ],
  ['no clause', `${GOOD}- reason: x\n`, /^3: the entry names no clause; add "clause:"\.$/],
  [
    'an unknown clause',
    `${GOOD}- clause: connect/fresh-tokens\n  reason: x\n`,
    /^3: there is no clause "connect\/fresh-tokens" \(did you mean "connect\/fresh-token"\?\); --list shows them all\.$/,
  ],
  [
    'a missing reason',
    `${GOOD}- clause: connect/opens-at-once\n`,
    /^3: connect\/opens-at-once has no reason; add "reason:" so that others know why it may fail\.$/,
  ],
  [
    'an empty reason',
    `${GOOD}- clause: connect/opens-at-once\n  reason: "  "\n`,
    /^3: "reason" has to be text and not empty\.$/,
  ],
  [
    'a reason left blank',
    `${GOOD}- clause: connect/opens-at-once\n  reason:\n`,
    /^3: "reason" has to be text and not empty\.$/,
  ],
  [
    'a reason that is a number',
    `${GOOD}- clause: connect/opens-at-once\n  reason: 5\n`,
    /^3: "reason" has to be text and not empty\.$/,
  ],
  ['a clause twice', `${GOOD}\n${GOOD}`, /^4: connect\/fresh-token is listed twice; keep one\.$/],
])('%s is a mistake told in one sentence with its line.', (_what, text, told) => {
  const message = mistakeIn(() => read(text))
  expect(message.startsWith(`${path}:`)).toBe(true)
  expect(message.slice(path.length + 1)).toMatch(told)
  expect(message).not.toContain('\n')
})
