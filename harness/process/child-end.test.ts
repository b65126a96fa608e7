import { expect, test } from 'vitest'
import { lineTold, pidTold, SLOW_TEST, startShell } from '../test-support/processes.ts'
import { isRunning, parseWaitStatus, untilHalted, watchEnd } from './child-end.ts'
import { type ProcessEntry, processEntry } from './process-table.ts'
import { signalProcess } from './signals.ts'
import type { Subprocess } from './subprocess.ts'

const onLinux = test.runIf(process.platform === 'linux')

/** Ends with exit code 7 when it is sent SIGTERM, and dies of SIGINT. */
const CHILD = `sh -c 'trap "exit 7" TERM; echo child $$; while :; do sleep 0.01; done'`

async function childOf(subprocess: Subprocess): Promise<ProcessEntry> {
  const entry = processEntry(await pidTold(subprocess, 'child'))
  if (entry === undefined) throw new Error('The child has ended before it was signalled.')
  return entry
}

test.each([
  [0, { code: 0, signal: null }],
  [1792, { code: 7, signal: null }],
  [15, { code: null, signal: 'SIGTERM' }],
  [137, { code: null, signal: 'SIGKILL' }],
])('Read the wait status %d.', (status, end) => {
  expect(parseWaitStatus(status)).toEqual(end)
})

onLinux.each([
  ['SIGTERM', { code: 7, signal: null }],
  ['SIGKILL', { code: null, signal: 'SIGKILL' }],
] as const)(
  'See how a child of a shell ended by %s, and let the shell go on.',
  SLOW_TEST,
  async (name, seen) => {
    await using subprocess = await startShell(`${CHILD}; echo swallowed; exec sleep 1000`)
    const entry = await childOf(subprocess)
    const end = await watchEnd(entry, processEntry(entry.parent), 30_000, () =>
      signalProcess(entry.pid, name),
    )
    expect(end).toEqual(seen)
    expect(isRunning(entry)).toBe(false)
    await lineTold(subprocess, 'swallowed')
  },
)

test('See the end of a child whose parent is a stranger, and not how it ended.', SLOW_TEST, async () => {
  await using subprocess = await startShell(`${CHILD}; echo swallowed; exec sleep 1000`)
  const entry = await childOf(subprocess)
  const waiting = watchEnd(entry, undefined, 30_000, () => signalProcess(entry.pid, 'SIGTERM'))
  await lineTold(subprocess, 'swallowed')
  expect(await waiting).toEqual({ code: null, signal: null })
})

onLinux('Give up on a child that does not end, and let its parent go on.', SLOW_TEST, async () => {
  await using subprocess = await startShell(`sh -c 'echo child $$; exec sleep 1000'; echo swallowed`)
  const entry = await childOf(subprocess)
  expect(await watchEnd(entry, processEntry(entry.parent), 50, () => {})).toBeUndefined()
  signalProcess(entry.pid, 'SIGKILL')
  await lineTold(subprocess, 'swallowed')
})

onLinux(
  'Say of which process it was waited for in vain to halt, and in which state it is.',
  SLOW_TEST,
  async () => {
    await using subprocess = await startShell('echo ready; exec sleep 1000')
    await lineTold(subprocess, 'ready')
    const entry = processEntry(subprocess.pid)
    if (entry === undefined) throw new Error('The process has ended before it was looked at.')
    await expect(untilHalted(entry, 50)).rejects.toThrow(
      new RegExp(
        `^Waited 0\\.05 s for process ${entry.pid} \\((sh|sleep)\\) to halt\\. Last seen: 'state [SR]'`,
      ),
    )
  },
)

onLinux('Do not wait for a process that is gone to halt.', SLOW_TEST, async () => {
  await using subprocess = await startShell('echo ready; exec sleep 1000')
  await lineTold(subprocess, 'ready')
  const entry = processEntry(subprocess.pid)
  if (entry === undefined) throw new Error('The process has ended before it was looked at.')
  await subprocess.stop()
  await untilHalted(entry)
})
