import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ROOT } from '../util/root.ts'
import { docsPage } from './docs-page.ts'
import { DEPLOYING, withEmbeddedFiles } from './embedded-files.ts'

const { check } = parseArgs({ options: { check: { type: 'boolean', default: false } } }).values

const PAGES: Readonly<Record<string, (current: string) => string>> = {
  'docs/cli.md': docsPage,
  [DEPLOYING]: withEmbeddedFiles,
}

for (const [path, write] of Object.entries(PAGES)) {
  const current = readFileSync(join(ROOT, path), 'utf8')
  const page = write(current)
  if (page === current) continue
  if (check) {
    console.error(`${path} is not current; run npm run docs and commit what it writes.`)
    process.exitCode = 1
  } else writeFileSync(join(ROOT, path), page)
}
