import { expect, test } from 'vitest'
import { prose, table } from './markdown.ts'
import { linkedSource } from './sources.ts'

test.each([
  ['A *b* <c> [d](e)', 'A \\*b\\* \\<c> \\[d](e)'],
  ['`a*b` and *', '`a*b` and \\*'],
  ['client_closed', 'client_closed'],
  ['__proto__', '\\_\\_proto\\_\\_'],
])('Words are shown as they stand: %s', (words, markdown) => {
  expect(prose(words)).toBe(markdown)
})

test('A cell stays a cell, whatever is in it.', () => {
  expect(table(['a'], [['`x|y`\nz']])).toBe('| a |\n| --- |\n| `x\\|y` z |')
})

test.each([
  ['rule 5; rule 12', '[rule 5](#rule-5); rule 12'],
  ['contract, TaskService', '[contract, TaskService](#taskservice)'],
  ['contract, "Editions"; RFC 1', '[contract, "Editions"](#editions); RFC 1'],
  ['contract, the timeout', 'contract, the timeout'],
  ['edition callback-events', '[edition `callback-events`](#editions)'],
  ['the bug report', '[the bug report](docs/findings.md#the-bug-report)'],
])('What a source means on the page is linked to: %s', (source, markdown) => {
  expect(linkedSource(source)).toBe(markdown)
})
