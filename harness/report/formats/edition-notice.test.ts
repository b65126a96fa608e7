import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { CLAUSES, type ClauseId } from '../../contract/index.ts'
import { clauseResult, gateResult, LOST } from '../../test-support/sample-result.ts'
import type { RunResult } from '../result.ts'
import { junit } from './junit.ts'
import { outcome } from './terminal.ts'

const AGAIN = 'npm run gate -- --gateway ../SSEGateway --edition envelope'
const LOOKS_LIKE = {
  edition: 'envelope',
  because: 'it opens a stream with "event: ready"',
  again: AGAIN,
} as const

function failing(number: number): RunResult {
  const ids = (Object.keys(CLAUSES) as ClauseId[]).slice(0, number)
  return gateResult(ids.map(id => clauseResult(id, 'failed', { verdict: LOST })))
}

function misjudged(number: number): RunResult {
  const result = failing(number)
  if (result.subject !== undefined) throw new TypeError('expected the result of a gateway')
  return { ...result, looksLike: LOOKS_LIKE }
}

function shown(result: RunResult, detail?: Parameters<typeof outcome>[1]): string {
  return stripVTControlCharacters(outcome(result, detail))
}

describe('Where the gateway is plainly of another edition', () => {
  const result = misjudged(12)

  test('Failures of a gateway of another edition are one entry, which lists them and says where their evidence is.', () => {
    const text = shown(result)
    expect(text).not.toContain(LOST.summary)
    expect(text).toContain(
      '✗ 12 clauses fail, most of them probably because the gateway is of edition envelope. Their evidence:',
    )
    for (const { id } of result.clauses) expect(text).toContain(id.slice(id.indexOf('/') + 1))
    expect(shown(result, { out: '/reports' }).replace(/\s+/g, ' ')).toContain(
      'Their evidence is in /reports/result.json;',
    )
  })

  test('The last lines repeat the edition notice and the command.', () => {
    const lines = shown(result).trimEnd().split('\n').slice(-6)
    expect(lines.join('\n')).toContain(
      '! this gateway looks like edition envelope (it opens a stream with "event: ready"), and is judged as\n  callback-events\n' +
        `  Run again with: ${AGAIN}\n`,
    )
  })

  test('Show all evidence on --all-evidence', () => {
    expect(shown(result, { allEvidence: true }).split(LOST.summary)).toHaveLength(13)
  })

  test('Few failures of a gateway of another edition are shown in full.', () => {
    expect(shown(misjudged(3)).split(LOST.summary)).toHaveLength(4)
  })

  test('JUnit has the edition notice as a property of each suite.', () => {
    expect(junit.render(result)).toContain('<property name="looksLike" value="envelope"/>')
  })
})

test('Without an edition notice every failure is shown in full.', () => {
  const text = shown(failing(12))
  expect(text.split(LOST.summary)).toHaveLength(13)
  expect(text).not.toMatch(/edition/)
})
