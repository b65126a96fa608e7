import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { clauseResult, LOST } from '../../test-support/sample-result.ts'
import { failingOf, failureList } from './failure-list.ts'

test('List each failure and each warning in one line.', () => {
  const lines = failureList([
    clauseResult('connect/fresh-token', 'failed', { verdict: LOST }),
    clauseResult('send/in-order', 'passed'),
    clauseResult('send/named-event', 'stale', { reason: 'it holds now' }),
    clauseResult('replace/close-does-not-wait', 'warning', { level: 'SHOULD', verdict: LOST }),
  ])
  expect(lines.map(stripVTControlCharacters)).toEqual([
    'failures',
    `✗ connect/fresh-token          MUST    ${LOST.headline}`,
    '✗ send/named-event             MUST    stale: it holds now',
    `! replace/close-does-not-wait  SHOULD  ${LOST.headline}`,
    '',
  ])
})

test('List the one clause that fails too, since known failures may stand between', () => {
  const listed = failureList([clauseResult('connect/fresh-token', 'failed', { verdict: LOST })])
  expect(listed.map(line => stripVTControlCharacters(line))).toEqual([
    'failures',
    `✗ connect/fresh-token  MUST    ${LOST.headline}`,
    '',
  ])
})

test('List nothing where nothing fails', () => {
  expect(failureList([clauseResult('connect/fresh-token', 'passed')])).toEqual([])
})

test('Count the scenarios of a clause that fail', () => {
  const scenarios = (['failed', 'passed', 'failed'] as const).map((state, n) => ({
    name: `s${n}`,
    file: 'f',
    state,
  }))
  expect(failingOf({ scenarios })).toBe('2 of its 3 scenarios fail')
})
