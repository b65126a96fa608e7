import { describe, expect, test } from 'vitest'
import { CLAUSES } from '../../contract/index.ts'
import { printable } from '../../redaction/printable.ts'
import { FINDINGS, type Finding } from './index.ts'

const TOLD = Object.entries(FINDINGS).flatMap(([party, findings]) =>
  Object.entries(findings as Readonly<Record<string, Finding>>).map(
    ([id, { title, advice }]) => [party, id, title, advice] as const,
  ),
)

const LOOKS_AT = /^(?:In|Between) .+?, (?:look|compare|let) .+[.?]$/s

describe.each(TOLD)('%s/%s', (party, id, title, sentence) => {
  test('The id is in kebab-case, and the title one short fact.', () => {
    expect(id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
    expect(title.length).toBeLessThan(96)
    expect(title).not.toMatch(/^[A-Z]|\.$/)
    if (party === 'gateway' || party === 'backend') expect(title).toMatch(/^(?:it|its) /)
  })

  test('The check is a command to somebody, and says where.', () => {
    if (party === 'undecided') expect(sentence).toMatch(/^Run again (?:with|on) .*--[a-z]/)
    else if (party !== 'configuration' || sentence.startsWith('In')) expect(sentence).toMatch(LOOKS_AT)
    if (party === 'gateway' || party === 'backend')
      expect(sentence).toMatch(new RegExp(`^In the ${party}, look `))
  })

  test('It is shown as it is written.', () => {
    expect(printable(`${title} ${sentence}`)).toBe(`${title} ${sentence}`)
  })

  test('It names clauses that there are.', () => {
    for (const [, id = ''] of sentence.matchAll(/--only ([\w/-]+)/g))
      expect(Object.keys(CLAUSES)).toContain(id)
  })
})
