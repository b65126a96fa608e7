import './vitest/compile-cache.ts'

const NOT_TESTABLE = 3

const { main } = await import('./commands/gate/gate.ts')
try {
  process.exitCode = await main()
} catch (error) {
  console.error('gate: the harness itself failed, so nothing is said of the gateway; please report this.')
  console.error(error)
  process.exitCode = NOT_TESTABLE
}
