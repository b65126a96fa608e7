import './vitest/compile-cache.ts'

const NOT_TESTABLE = 3

const { main } = await import('./commands/faults/faults.ts')
try {
  process.exitCode = await main()
} catch (error) {
  console.error('faults: the harness itself failed, so nothing is said of the faults; please report this.')
  console.error(error)
  process.exitCode = NOT_TESTABLE
}
