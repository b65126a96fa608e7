import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '../util/root.ts'
import { COMMANDS } from './commands/index.ts'
import { docsPage } from './docs-page.ts'
import { titleOf } from './options/command.ts'
import { flagOf } from './options/row.ts'

test('docs/cli.md is what the options say', () => {
  expect(readFileSync(join(ROOT, 'docs/cli.md'), 'utf8')).toBe(docsPage())
})

test('docs/cli.md has every flag of every command', () => {
  const lines = docsPage().split('\n')
  for (const { description } of COMMANDS) {
    for (const [key, { isWord }] of Object.entries(description.rows)) {
      const start = isWord ? `| \`[${key}]` : `| \`${flagOf(key)}`
      const found = lines.filter(line => line.startsWith(`${start} `) || line.startsWith(`${start}\``))
      const commands = found.flatMap(line => line.split(' | ')[1]?.split(', ') ?? [])
      expect(commands, `${titleOf(description)} ${key}`).toContain(titleOf(description))
    }
  }
})
