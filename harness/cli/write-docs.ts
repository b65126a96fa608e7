import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ROOT } from '../util/root.ts'
import { docsPage } from './docs-page.ts'

const PATH = 'docs/cli.md'
const { check } = parseArgs({ options: { check: { type: 'boolean', default: false } } }).values

if (!check) {
  writeFileSync(join(ROOT, PATH), docsPage())
} else if (readFileSync(join(ROOT, PATH), 'utf8') !== docsPage()) {
  console.error(`${PATH} is not what the options say; run npm run docs and commit what it writes.`)
  process.exitCode = 1
}
