import './vitest/compile-cache.ts'

const { runProgram } = await import('./run-program.ts')
process.exitCode = await runProgram(process.argv.slice(2))
