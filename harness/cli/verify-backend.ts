import './vitest/compile-cache.ts'

const NOT_TESTABLE = 3

const { main } = await import('./commands/verify-backend/verify-backend.ts')
try {
  process.exitCode = await main()
} catch (error) {
  console.error(
    'verify-backend: the harness itself failed, so nothing is said of the backend; please report this.',
  )
  console.error(error)
  process.exitCode = NOT_TESTABLE
}
