import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { FAULTS_PAGE, faultsPage } from '../faults/docs-page.ts'
import { ROOT } from '../util/root.ts'
import { docsPage } from './docs-page.ts'

const PAGES = { 'docs/cli.md': docsPage(), [FAULTS_PAGE]: faultsPage() }
const { check } = parseArgs({ options: { check: { type: 'boolean', default: false } } }).values

for (const [path, page] of Object.entries(PAGES)) {
  if (!check) {
    writeFileSync(ROOT + path, page)
  } else if (readFileSync(ROOT + path, 'utf8') !== page) {
    console.error(`${path} is outdated; run npm run docs and commit the page.`)
    process.exitCode = 1
  }
}
