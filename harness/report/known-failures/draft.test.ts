import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assert, asyncProperty, string } from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ClauseId, capabilitiesOf } from '../../contract/index.ts'
import type { TargetIdentity } from '../../gateway/index.ts'
import { clauseResult, gateResult, LOST } from '../../test-support/sample-result.ts'
import { draftKnownFailures, reasonNotToDraft } from './draft.ts'
import type { KnownFailure } from './known-failure.ts'
import { readKnownFailures } from './read.ts'

const STATED = { edition: 'callback-events', capabilities: capabilitiesOf('callback-events') } as const

let directory: string
let path: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'draft-'))
  path = join(directory, 'list.yml')
})

afterEach(() => rmSync(directory, { recursive: true }))

/** What a reader makes of a draft. */
function written(text: string): Promise<KnownFailure[]> {
  writeFileSync(path, text)
  return readKnownFailures(path, STATED)
}

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
  ])('A drafted reason %j is read back as the same entry.', async summary => {
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

  test('A drafted reason is the summary on one line.', async () => {
    const summary = 'GET /?api_key=hush failed. It wrote "one. two" and no more.'
    const failed = clauseResult('connect/fresh-token', 'failed', { verdict: { ...LOST, summary } })
    const { text } = await draftKnownFailures(gateResult([failed]), [])
    expect((await written(text))[0]?.reason).toBe(
      'GET /?api_key=[redacted] failed. It wrote "one. two" and no more.',
    )
    expect(text.trimEnd().split('\n')).toHaveLength(6)
  })

  test('A draft names the package, and neither path, version nor day.', async () => {
    const draft = (target: TargetIdentity, startedAt: string) => {
      const result = gateResult([clauseResult('connect/fresh-token', 'failed', { verdict: LOST })], {
        target,
      })
      const { environment } = result
      return draftKnownFailures({ ...result, environment: { ...environment, startedAt } }, [])
    }
    const one = { name: '/home/a/gateway', kind: 'directory', package: 'ssegateway', version: '1' } as const
    const other = { ...one, name: '../../gateway', version: '2', commit: 'abc', node: 'v24.0.0' }
    const { text } = await draft(one, '2025-01-01T00:00:00.000Z')
    expect(text).toMatch(/^# Known failures of ssegateway, edition callback-events\.\n/)
    expect((await draft(other, '2026-02-02T00:00:00.000Z')).text).toBe(text)
  })

  test('A draft keeps listed reasons unchanged.', async () => {
    const failed = clauseResult('connect/fresh-token', 'known-failure', { verdict: LOST })
    await assert(
      asyncProperty(string({ unit: 'binary', minLength: 1, maxLength: 300 }), async any => {
        const reason = any.trim() || 'r'
        const entry = { clause: 'connect/fresh-token', reason, link: reason, expires: '2027-03-31' } as const
        const { text } = await draftKnownFailures(gateResult([failed]), [entry])
        expect(await written(text)).toEqual([entry])
      }),
      { numRuns: 200 },
    )
  })

  test('A draft of any summary is a list with that one clause.', async () => {
    await assert(
      asyncProperty(string({ unit: 'binary', maxLength: 200 }), async summary => {
        const headline = `${summary}\n- clause: send/in-order\n  reason: ${summary}`
        const verdict = { ...LOST, summary, headline }
        const failed = clauseResult('connect/fresh-token', 'failed', { verdict })
        const { text } = await draftKnownFailures(gateResult([failed]), [])
        expect((await written(text)).map(({ clause }) => clause)).toEqual(['connect/fresh-token'])
      }),
      { numRuns: 200 },
    )
  })

  test('A draft describes each entry in a comment, and keeps entries that were not judged.', async () => {
    const listed = (clause: ClauseId) => ({ clause, reason: 'ours', expires: '2024-12-31' })
    const clauses = [
      clauseResult('connect/fresh-token', 'failed', { verdict: LOST }),
      clauseResult('replace/close-does-not-wait', 'warning', { level: 'SHOULD', verdict: LOST }),
      clauseResult('connect/opens-at-once', 'stale', {
        verdict: LOST,
        reason: 'expired',
        expires: '2024-12-31',
      }),
      clauseResult('connect/backend-timeout', 'left-out', {
        reason: 'it measures wall-clock time',
        leftOutBy: '--fast',
      }),
      clauseResult('send/in-order', 'passed'),
    ]
    const { text } = await draftKnownFailures(
      gateResult(clauses),
      (['connect/opens-at-once', 'connect/backend-timeout', 'send/in-order'] as const).map(listed),
    )
    const remarks = text.split('\n').filter(line => line.startsWith('# '))
    expect(remarks.slice(2)).toEqual([
      `# ${LOST.headline}`,
      `# ${LOST.headline} (SHOULD)`,
      `# ${LOST.headline} (expired on 2024-12-31)`,
      '# not judged in this run, it measures wall-clock time (--fast)',
      '# passed in the scenarios that ran, which are not all of the clause',
    ])
    expect((await written(text)).slice(2)).toEqual([
      listed('connect/opens-at-once'),
      listed('connect/backend-timeout'),
      listed('send/in-order'),
    ])
  })

  test('A draft names the edition.', async () => {
    const result = { ...gateResult([clauseResult('send/in-order', 'passed')]), cors: true } as const
    expect((await draftKnownFailures(result, [])).text).toContain('edition callback-events with CORS.')
  })

  test('A draft keeps entries that still fail, drops those that pass, and adds new failures.', async () => {
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
    expect(text).toMatch(/^# Known failures of the target, edition callback-events\.\n/)
  })

  test('A draft without failures is an empty list.', async () => {
    const { text } = await draftKnownFailures(gateResult([clauseResult('send/in-order', 'passed')]), [])
    writeFileSync(path, text)
    expect(await readKnownFailures(path, STATED)).toEqual([])
  })
})

test('Draft the judged clauses, and name the clauses that were not testable', async () => {
  const result = gateResult([
    clauseResult('send/in-order', 'failed'),
    clauseResult('send/named-event', 'not-testable'),
    clauseResult('connect/fresh-token', 'not-testable'),
  ])
  expect(reasonNotToDraft(result)).toBeUndefined()
  const listed = [{ clause: 'connect/fresh-token', reason: 'r' }] as const
  const { text, clauses } = await draftKnownFailures(result, listed)
  expect(text).toContain('\n#   send/named-event\n#   connect/fresh-token\n')
  expect(text).toContain('\n# not testable in this run\n- clause: connect/fresh-token\n')
  expect(clauses).toBe(2)
})

describe('A list that would not be whole is not drafted', () => {
  test('Do not draft after an interruption.', () => {
    const result = gateResult([clauseResult('send/in-order', 'passed')], { interruptedBy: 'SIGINT' })
    expect(reasonNotToDraft(result)).toMatch(/interrupted by SIGINT/)
  })

  test('Do not draft when nothing was testable.', () => {
    expect(reasonNotToDraft(gateResult([clauseResult('send/in-order', 'not-testable')]))).toBe(
      'no clause was judged',
    )
    expect(reasonNotToDraft(gateResult([clauseResult('send/in-order', 'failed')]))).toBeUndefined()
  })

  test('Do not draft after an error outside the scenarios, or when nothing was judged.', () => {
    const failed = gateResult([clauseResult('send/in-order', 'failed')])
    expect(reasonNotToDraft({ ...failed, mishaps: ['a worker broke'] })).toMatch(/in the harness/)
    expect(reasonNotToDraft(gateResult([clauseResult('send/in-order', 'left-out')]))).toBe(
      'no clause was judged',
    )
  })
})
