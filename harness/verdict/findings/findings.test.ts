import { describe, expect, test } from 'vitest'
import { CLAUSES } from '../../contract/index.ts'
import { printable } from '../printable.ts'
import { checkOf, FINDINGS, type FindingOf, MANNERS } from './index.ts'

const TOLD = Object.entries({ ...FINDINGS, gateway: { ...FINDINGS.gateway, ...MANNERS } }).flatMap(
  ([party, findings]) =>
    Object.entries(findings).flatMap(([what, check]: [string, string | Record<string, string>]) =>
      (typeof check === 'string' ? [check] : Object.values(check)).map(
        sentence => [party, what, sentence] as const,
      ),
    ),
)

const LOOKS_AT = /^(?:In|Between) .+?, (?:look|compare|let) .+[.?]$/s

describe.each(TOLD)('%s: %s', (party, _what, sentence) => {
  test('The check is a command to somebody, and says where.', () => {
    if (party === 'undecided') expect(sentence).toMatch(/^Run again (?:with|on) .*--[a-z]/)
    else if (party !== 'set-up' || sentence.startsWith('In')) expect(sentence).toMatch(LOOKS_AT)
    if (party === 'gateway' || party === 'backend')
      expect(sentence).toMatch(new RegExp(`^In the ${party}, look `))
  })

  test('It is shown as it is written.', () => {
    expect(printable(sentence)).toBe(sentence)
  })

  test('It names clauses that there are.', () => {
    for (const [, id = ''] of sentence.matchAll(/--only ([\w/-]+)/g))
      expect(Object.keys(CLAUSES)).toContain(id)
  })
})

test('Where the place to look depends on how the event came, the check does.', () => {
  const what: FindingOf<'gateway'> = 'lost between accepted and written'
  expect(checkOf('gateway', what, 'connect answer')).toMatch(/body of a 2xx answer to the connect callback/)
  expect(checkOf('gateway', what, 'send during connect')).toMatch(/while the connect callback is open/)
  expect(checkOf('gateway', what)).toBe(checkOf('gateway', what, 'send'))
})
