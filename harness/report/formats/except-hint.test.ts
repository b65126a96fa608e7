import { expect, test } from 'vitest'
import { clauseResult } from '../../test-support/sample-result.ts'
import { exceptFlags } from './except-hint.ts'

test('Name an area that is not testable as a whole, and single clauses otherwise', () => {
  const flags = exceptFlags([
    clauseResult('send/in-order', 'passed'),
    clauseResult('send/named-event', 'not-testable'),
    clauseResult('connect/fresh-token', 'not-testable'),
  ])
  expect(flags).toEqual(['--except send/named-event', '--except connect'])
})

test('Name nothing when nothing else was judged', () => {
  expect(exceptFlags([clauseResult('send/in-order', 'not-testable')])).toEqual([])
})
