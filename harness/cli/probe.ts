import './vitest/compile-cache.ts'

const NOT_TESTABLE = 3

const { main } = await import('./commands/probe/probe.ts')
try {
  process.exitCode = await main()
} catch (error) {
  console.error('probe: the harness itself failed, so nothing is said of the gateway; please report this.')
  console.error(error)
  process.exitCode = NOT_TESTABLE
}
