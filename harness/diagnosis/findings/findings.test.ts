import { describe, expect, test } from 'vitest'
import { CLAUSES } from '../../contract/index.ts'
import { printable } from '../../redaction/printable.ts'
import type { Party } from '../party.ts'
import { FINDINGS, wordsOf } from './index.ts'

const findings = Object.entries(FINDINGS).flatMap(([party, ofParty]) =>
  Object.keys(ofParty).map(id => [party as Party, id] as const),
)

describe.each(findings)('%s/%s', (party, id) => {
  const { title, advice } = wordsOf(party, id)

  test('The id is in kebab-case, and the title one short fact.', () => {
    expect(id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
    expect(title.length).toBeLessThan(96)
    expect(title).not.toMatch(/^[A-Z]|\.$/)
    if (party === 'gateway' || party === 'backend') expect(title).toMatch(/^(?:it|its) /)
  })

  test('The advice is an imperative, and says where to look.', () => {
    if (party === 'undecided') expect(advice).toMatch(/^Run again (?:with|on) .*--[a-z]/)
    if (party === 'gateway' || party === 'backend')
      expect(advice).toMatch(new RegExp(`^In the ${party}, look (?:at|for) .+[.?]$`, 's'))
    else if (party !== 'undecided' && (party !== 'configuration' || advice.startsWith('In')))
      expect(advice).toMatch(/^(?:In|Between) .+?, (?:look|compare|let|add|put|start) .+[.?]$/s)
  })

  test('Title and advice are printed as they are written.', () => {
    expect(printable(`${title} ${advice}`)).toBe(`${title} ${advice}`)
  })

  test('The advice names clauses that exist.', () => {
    for (const [, clause = ''] of advice.matchAll(/--only ([\w/-]+)/g))
      expect(Object.keys(CLAUSES)).toContain(clause)
  })
})
