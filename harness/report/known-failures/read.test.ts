import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { capabilitiesOf } from '../../contract/index.ts'
import { ConfigurationError } from '../../util/errors.ts'
import type { KnownFailure } from './known-failure.ts'
import { readKnownFailures } from './read.ts'

let directory: string
let path: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'known-failures-'))
  path = join(directory, 'list.yaml')
})

afterEach(() => rmSync(directory, { recursive: true }))

const STATED = { edition: 'callback-events', capabilities: capabilitiesOf('callback-events') } as const

function read(text: string): Promise<KnownFailure[]> {
  writeFileSync(path, text)
  return readKnownFailures(path, STATED)
}

async function mistakeIn(read: () => Promise<unknown>): Promise<string> {
  try {
    await read()
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message
    throw error
  }
  return 'no mistake'
}

test('A list gives clause, reason and link of every entry, in order.', async () => {
  const list = await read(`# Known of the gateway at 04be72a.
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

test.each(['', '# nothing yet\n', '[]', '---\n'])('%j is an empty list.', async text => {
  expect(await read(text)).toEqual([])
})

test('A file that is not there is a mistake that names it and what was expected.', async () => {
  expect(await mistakeIn(() => readKnownFailures(path, STATED))).toBe(
    `--known-failures ${path} cannot be read (ENOENT); expected a YAML list of clause and reason; name one, or draft it with --write-known-failures.`,
  )
  expect(await mistakeIn(() => readKnownFailures(directory, STATED))).toContain('cannot be read (EISDIR)')
})

const GOOD = '- clause: connect/fresh-token\n  reason: r\n'

test.each([
  ['bad YAML', `${GOOD}- clause: [\n`, /^4: not valid YAML \(.+; correct the line\.$/],
  ['a field twice', `${GOOD}- reason: a\n  reason: b\n`, /^4: not valid YAML \(Map keys must be unique\).+$/],
  [
    'two documents',
    `${GOOD}---\n- clause: x\n`,
    /^3: a second YAML document starts here; expected one list; take the "---" out\.$/,
  ],
  [
    'a map in place of the list',
    'clause: connect/fresh-token\n',
    /^1: expected a list; start every entry with "- clause:"\.$/,
  ],
  [
    'text in place of the list',
    'connect/fresh-token\n',
    /^1: expected a list; start every entry with "- clause:"\.$/,
  ],
  [
    'an entry that is no map',
    `${GOOD}- connect/fresh-token\n`,
    /^3: expected an entry; write it as "clause:" and "reason:"\.$/,
  ],
  ['an empty entry', `${GOOD}-\n`, /^3: expected an entry; write it as "clause:" and "reason:"\.$/],
  [
    'an unknown field',
    `${GOOD}- clause: connect/opens-at-once\n  resaon: x\n`,
    /^4: unknown field "resaon" \(did you mean "reason"\?\); expected clause, reason, link and expires; rename it or take it out\.$/,
  ],
  [
    'an unknown field that is like none',
    `${GOOD}- severity: x\n`,
    /^3: unknown field "severity"; expected clause, reason, link and expires; rename it or take it out\.$/,
  ],
  [
    'a field that is no text',
    `${GOOD}- ? [a]\n  : x\n`,
    /^3: unknown field "\?"; expected clause, reason, link and expires; rename it or take it out\.$/,
  ],
  ['no clause', `${GOOD}- reason: x\n`, /^3: the entry names no clause; expected its id; add "clause:"\.$/],
  [
    'an unknown clause',
    `${GOOD}- clause: connect/fresh-tokens\n  reason: x\n`,
    /^3: there is no clause "connect\/fresh-tokens" \(did you mean "connect\/fresh-token"\?\); expected one that --list shows; correct it or take the entry out\.$/,
  ],
  [
    'a missing reason',
    `${GOOD}- clause: connect/opens-at-once\n`,
    /^3: connect\/opens-at-once has no reason; expected text that says why the clause may fail; add "reason:"\.$/,
  ],
  [
    'an empty reason',
    `${GOOD}- clause: connect/opens-at-once\n  reason: "  "\n`,
    /^4: "reason" is empty; expected text.+; fill it in\.$/,
  ],
  [
    'a reason left blank',
    `${GOOD}- clause: connect/opens-at-once\n  reason:\n`,
    /^4: "reason" is empty; expected text.+; fill it in\.$/,
  ],
  [
    'a reason that is a number',
    `${GOOD}- clause: connect/opens-at-once\n  reason: 5\n`,
    /^4: "reason" is the number 5; expected text.+; put it in quotes\.$/,
  ],
  [
    'a clause twice',
    `${GOOD}\n${GOOD}`,
    /^4: connect\/fresh-token is listed already at .+:1; keep one of the two\.$/,
  ],
  [
    'a clause of another edition',
    `${GOOD}- clause: opening/ready-signalled\n  reason: x\n`,
    /^3: the edition callback-events does not have the clause opening\/ready-signalled; .+--edition envelope\.$/,
  ],
  [
    'a day that no calendar has',
    `${GOOD}  expires: 2027-02-30\n`,
    /^3: "expires" is "2027-02-30", which is not in the calendar; expected .+YYYY-MM-DD.+$/,
  ],
  [
    'a date in another form',
    `${GOOD}  expires: 31.3.2027\n`,
    /^3: "expires" is "31\.3\.2027", which is not a date in that form; expected .+YYYY-MM-DD.+$/,
  ],
  [
    'a link that is a list',
    `${GOOD}  link: [a]\n`,
    /^3: "link" is a list; expected text.+; write it as one text\.$/,
  ],
])('%s is a mistake told in one sentence with its line.', async (_what, text, told) => {
  const message = await mistakeIn(() => read(text))
  expect(message.startsWith(`${path}:`)).toBe(true)
  expect(message.slice(path.length + 1)).toMatch(told)
  expect(message).not.toContain('\n')
})

test('A day is what was typed, also where YAML has dates of its own.', async () => {
  const [entry] = await read(`%YAML 1.1\n---\n${GOOD}  expires: 2027-03-31\n`)
  expect(entry?.expires).toBe('2027-03-31')
})

test.each(['2027-03-31', '"2027-03-31"', "'2027-03-31'"])('%s is a last day.', async text => {
  expect(await read(`${GOOD}  expires: ${text}\n`)).toEqual([
    { clause: 'connect/fresh-token', reason: 'r', expires: '2027-03-31' },
  ])
})
