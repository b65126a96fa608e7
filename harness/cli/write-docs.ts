import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { FAULTS_PAGE, faultsPage } from '../faults/docs-page.ts'
import { ROOT } from '../util/root.ts'
import { docsPage } from './docs-page.ts'
import { DEPLOYING, withEmbeddedFiles } from './embedded-files.ts'

const { check } = parseArgs({ options: { check: { type: 'boolean', default: false } } }).values

const PAGES: Readonly<Record<string, (current: string) => string>> = {
  'docs/cli.md': docsPage,
  [FAULTS_PAGE]: () => faultsPage(),
  [DEPLOYING]: withEmbeddedFiles,
}

for (const [path, write] of Object.entries(PAGES)) {
  const current = readFileSync(ROOT + path, 'utf8')
  const page = write(current)
  if (page === current) continue
  if (check) {
    console.error(`${path} is outdated; run npm run docs and commit the page.`)
    process.exitCode = 1
  } else writeFileSync(ROOT + path, page)
}
