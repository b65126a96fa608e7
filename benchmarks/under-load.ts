/**
 * Runs a command with every core kept busy: `node benchmarks/under-load.ts npm run gate -- --repeat 3`.
 * Ends with the exit code of the command.
 */
import { availableParallelism, constants } from 'node:os'
import { execa } from 'execa'

const [command, ...args] = process.argv.slice(2)
if (command === undefined) {
  console.error('under-load: Which command? Give it with its arguments, such as npm run gate -- --repeat 3.')
  process.exit(2)
}

/** Whoever keeps a core busy ends with us, however we end. */
const BUSY = 'const us = process.ppid; while (process.ppid === us);'

const busy = Array.from({ length: availableParallelism() }, () =>
  execa(process.execPath, ['-e', BUSY], { stdio: 'ignore', reject: false }),
)
// Ctrl-C reaches the command too, which then says for itself how far it came.
process.on('SIGINT', () => {})
const { code, exitCode, signal } = await execa(command, args, {
  stdio: 'inherit',
  reject: false,
})
for (const one of busy) one.kill('SIGKILL')
if (code !== undefined) {
  console.error(`under-load: ${command} cannot be started (${code}); give a command that can.`)
}
process.exitCode = exitCode ?? (signal === undefined ? 2 : 128 + (constants.signals[signal] ?? 0))
