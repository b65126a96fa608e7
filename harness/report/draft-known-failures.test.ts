import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { capabilitiesOf } from '../contract/index.ts'
import { checkDraftPlace, draftKnownFailures, reasonNotToDraft, writeDraft } from './draft-known-failures.ts'
import { readKnownFailures } from './known-failures.ts'
import { clauseResult, gateResult, LOST } from './sample-result.ts'

const STATED = { edition: 'callback-events', capabilities: capabilitiesOf('callback-events') } as const

let directory: string
let path: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'draft-'))
  path = join(directory, 'list.yml')
})

afterEach(() => rmSync(directory, { recursive: true }))

describe('A draft', () => {
  test.each([
    'It is lost.',
    'two\nlines # and: more',
    `"quoted" 'both' ways`,
    '- a list?',
    '{a: [b]}',
    '&anchor *alias !tag %directive @at `tick`',
    'null',
    '2027-01-01',
    ': ',
    'x'.repeat(3_000),
    '\u001b[31mred\u001b[0m \u202e',
  ])('of the reason %j is read back as the same entry.', async summary => {
    const failed = clauseResult('connect/fresh-token', 'failed', { verdict: { ...LOST, summary } })
    const { text, clauses } = await draftKnownFailures(gateResult([failed]), [])
    writeFileSync(path, text)
    const [entry, ...more] = await readKnownFailures(path, STATED)
    expect([clauses, more]).toEqual([1, []])
    expect(entry?.clause).toBe('connect/fresh-token')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be left
    expect(entry?.reason).not.toMatch(/[\x00-\x1f\u202e]/)
    expect(entry?.reason.length).toBeGreaterThan(0)
  })

  test('keeps what was listed and fails still, drops what has healed, adds what is new.', async () => {
    const results = [
      clauseResult('connect/fresh-token', 'known-failure', { verdict: LOST }),
      clauseResult('connect/opens-at-once', 'stale'),
      clauseResult('send/in-order', 'failed', { verdict: LOST }),
      clauseResult('replace/close-does-not-wait', 'warning', { verdict: LOST }),
      clauseResult('send/named-event', 'passed'),
    ]
    const listed = [
      { clause: 'connect/fresh-token', reason: 'ours', link: 'https://example.org/1', expires: '2027-03-31' },
      { clause: 'connect/opens-at-once', reason: 'was slow' },
    ] as const
    const { text } = await draftKnownFailures(gateResult(results), listed)
    writeFileSync(path, text)
    expect(await readKnownFailures(path, STATED)).toEqual([
      listed[0],
      { clause: 'send/in-order', reason: LOST.summary },
      { clause: 'replace/close-does-not-wait', reason: LOST.summary },
    ])
    expect(text).toMatch(
      /^# Known failures of \.\.\/SSEGateway, edition callback-events, drafted on 2025-01-01\.\n/,
    )
  })

  test('of a gateway without failures is an empty list.', async () => {
    const { text } = await draftKnownFailures(gateResult([clauseResult('send/in-order', 'passed')]), [])
    writeFileSync(path, text)
    expect(await readKnownFailures(path, STATED)).toEqual([])
  })
})

describe('A list that would not be whole is not drafted', () => {
  test('after an interruption.', () => {
    const result = gateResult([clauseResult('send/in-order', 'passed')], { interruptedBy: 'SIGINT' })
    expect(reasonNotToDraft(result)).toMatch(/interrupted by SIGINT/)
  })

  test('when something was not testable.', () => {
    expect(reasonNotToDraft(gateResult([clauseResult('send/in-order', 'not-testable')]))).toMatch(
      /not testable/,
    )
    expect(reasonNotToDraft(gateResult([clauseResult('send/in-order', 'failed')]))).toBeUndefined()
  })
})

describe('The place of a draft', () => {
  test('is any new file, and nothing is left of the proof.', () => {
    expect(checkDraftPlace(path, undefined)).toEqual({ path, replaces: false })
    expect(readdirSync(directory)).toEqual([])
  })

  test('is no file of anybody else.', () => {
    writeFileSync(path, 'mine')
    expect(() => checkDraftPlace(path, undefined)).toThrow(/exists and would be overwritten; name a new file/)
    expect(() => checkDraftPlace(path, join(directory, 'other.yml'))).toThrow(/would be overwritten/)
    expect(() => writeDraft({ path, replaces: false }, 'draft')).toThrow()
    expect(readFileSync(path, 'utf8')).toBe('mine')
  })

  test('may be the list that was given, also by a link; it is replaced as a whole.', () => {
    writeFileSync(path, 'old')
    const link = join(directory, 'link.yml')
    symlinkSync(path, link)
    const place = checkDraftPlace(link, path)
    writeDraft(place, 'new')
    expect(readFileSync(path, 'utf8')).toBe('new')
    expect(readdirSync(directory).toSorted()).toEqual(['link.yml', 'list.yml'])
  })

  test('lies in a directory that is there.', () => {
    expect(() => checkDraftPlace(join(directory, 'none', 'list.yml'), undefined)).toThrow(
      /cannot be written \(ENOENT\)/,
    )
    mkdirSync(path)
    expect(() => checkDraftPlace(path, undefined)).toThrow(/would be overwritten/)
  })
})
