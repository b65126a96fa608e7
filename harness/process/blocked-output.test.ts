import { spawn } from 'node:child_process'
import { expect, test } from 'vitest'
import { lineTold, SLOW_TEST, startShell } from '../test-support/processes.ts'
import { blockedOnOutput } from './blocked-output.ts'
import { waitUntil } from './wait-until.ts'

const isVisible = process.platform === 'linux' && (process.arch === 'x64' || process.arch === 'arm64')

const IN_MAIN_THREAD = (descriptor: number) =>
  `for (;;) require('node:fs').writeSync(${descriptor}, 'x'.repeat(1000))`
const IN_ANOTHER_THREAD = `require('node:fs').write(1, 'x'.repeat(10_000_000), () => {})`

test.runIf(isVisible).for([
  ['stdout', 'sh', ['-c', 'exec yes']],
  ['stdout', process.execPath, ['-e', IN_MAIN_THREAD(1)]],
  ['stderr', process.execPath, ['-e', IN_MAIN_THREAD(2)]],
  ['stdout', process.execPath, ['-e', IN_ANOTHER_THREAD]],
] as const)(
  'a process whose %s nobody reads is seen to be blocked on it: %s %j',
  SLOW_TEST,
  async ([output, command, args]) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    const { pid } = child
    if (pid === undefined) throw new Error(`${command} did not start.`)
    try {
      await waitUntil(`process ${pid} to block on ${output}`, () => blockedOnOutput(pid) === output)
    } finally {
      child.kill('SIGKILL')
    }
  },
)

test('a process that waits for something else is not blocked on its output', SLOW_TEST, async () => {
  await using subprocess = await startShell('echo ready; exec sleep 1000')
  await lineTold(subprocess, 'ready')
  expect(blockedOnOutput(subprocess.pid)).toBeUndefined()
})

test('a process that is gone is not blocked on its output', SLOW_TEST, async () => {
  const subprocess = await startShell('exit 0')
  await subprocess.stop()
  expect(blockedOnOutput(subprocess.pid)).toBeUndefined()
})
