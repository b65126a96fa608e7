import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

const NOT_TESTABLE = 3

// Before anything else is loaded: stripped and compiled code is kept, which saves a quarter of a second of every gate.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/gate', import.meta.url)))
const { main } = await import('./main.ts')
try {
  process.exitCode = await main()
} catch (error) {
  console.error('gate: the harness itself failed, so nothing is said of the gateway; please report this.')
  console.error(error)
  process.exitCode = NOT_TESTABLE
}
