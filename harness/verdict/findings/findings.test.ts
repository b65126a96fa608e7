import { describe, expect, test } from 'vitest'
import { CLAUSES } from '../../contract/index.ts'
import { printable } from '../printable.ts'
import { FINDINGS, type Finding, type FindingOf, MANNERS, wordsOf } from './index.ts'

/** Every sentence that a reader may be given, with the id that it stands beside. */
const TOLD = Object.entries(FINDINGS)
  .flatMap(([party, findings]) =>
    Object.entries(findings as Readonly<Record<string, Finding>>).flatMap(([id, { advice }]) =>
      (typeof advice === 'string' ? [advice] : Object.values(advice)).map(
        sentence => [party, id, sentence] as const,
      ),
    ),
  )
  .concat(Object.entries(MANNERS).map(([manner, sentence]) => ['gateway', manner, sentence] as const))

const LOOKS_AT = /^(?:In|Between) .+?, (?:look|compare|let) .+[.?]$/s

describe.each(TOLD)('%s: %s', (party, _id, sentence) => {
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
  const what: FindingOf<'gateway'> = 'event-lost-after-accept'
  expect(wordsOf('gateway', what, 'connect answer').advice).toMatch(
    /body of a 2xx answer to the connect callback/,
  )
  expect(wordsOf('gateway', what, 'send during connect').advice).toMatch(/while the connect callback is open/)
  expect(wordsOf('gateway', what).advice).toBe(wordsOf('gateway', what, 'send').advice)
})
