import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { artifacts } from './artifacts.ts'
import { differences, write } from './up-to-date.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const { check } = parseArgs({ options: { check: { type: 'boolean', default: false } } }).values

if (check) {
  const found = differences(root, artifacts())
  for (const difference of found)
    console.error(`${difference}; run npm run contract and commit what it writes.`)
  process.exitCode = found.length > 0 ? 1 : 0
} else {
  write(root, artifacts())
}
