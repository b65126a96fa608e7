import { expect, test } from 'vitest'
import { isAlive, lineTold, pidTold, SLOW_TEST, startNode, startShell } from '../test-support/processes.ts'
import { processTable } from './process-table.ts'
import { markedProcesses } from './run-marker.ts'
import type { Subprocess } from './subprocess.ts'

const onLinux = test.runIf(process.platform === 'linux')

async function expectNothingLeft(subprocess: Subprocess, ...pids: number[]): Promise<void> {
  expect(pids.filter(isAlive)).toEqual([])
  expect(processTable().filter(({ group }) => group === subprocess.pid)).toEqual([])
  expect(await markedProcesses(subprocess.marker)).toEqual([])
}

test('a process that ends on SIGTERM is stopped with SIGTERM', SLOW_TEST, async () => {
  const subprocess = await startNode(
    'process.on("SIGTERM", () => { console.log("bye"); process.exit(3) }); setInterval(() => {}, 1000); console.log("ready")',
  )
  await lineTold(subprocess, 'ready')
  const report = await subprocess.stop()
  expect(report).toMatchObject({ signal: 'SIGTERM', exit: { code: 3, signal: null }, survivors: [] })
  expect(subprocess.lastLines(1)).toMatchObject([{ text: 'bye' }])
  await expectNothingLeft(subprocess, subprocess.pid)
})

test('a process that ignores SIGTERM is killed after the grace period', SLOW_TEST, async () => {
  const subprocess = await startShell('trap "" TERM; echo ready; while :; do sleep 1000; done', {
    graceMs: 100,
  })
  await lineTold(subprocess, 'ready')
  const report = await subprocess.stop()
  expect(report).toMatchObject({ signal: 'SIGKILL', exit: { signal: 'SIGKILL' } })
  expect(report.survivors).toContain(subprocess.pid)
  await expectNothingLeft(subprocess, subprocess.pid)
})

test('a grandchild that ignores SIGTERM is killed after the grace period', SLOW_TEST, async () => {
  const subprocess = await startShell(
    'sh -c \'trap "" TERM; echo ready; exec sleep 1000\' & echo grandchild $!; exec sleep 1000',
    { graceMs: 100 },
  )
  await lineTold(subprocess, 'ready')
  const grandchild = await pidTold(subprocess, 'grandchild')
  const report = await subprocess.stop()
  expect(report).toMatchObject({ signal: 'SIGKILL', exit: { signal: 'SIGTERM' }, survivors: [grandchild] })
  await expectNothingLeft(subprocess, subprocess.pid, grandchild)
})

onLinux('a grandchild that left the group is asked to end, too', SLOW_TEST, async () => {
  const subprocess = await startShell(
    'setsid sh -c "echo grandchild \\$\\$; exec sleep 1000" & exec sleep 1000',
  )
  const grandchild = await pidTold(subprocess, 'grandchild')
  expect(await subprocess.stop()).toMatchObject({ signal: 'SIGTERM', survivors: [] })
  await expectNothingLeft(subprocess, subprocess.pid, grandchild)
})

onLinux('a grandchild that left the group and ignores SIGTERM is killed', SLOW_TEST, async () => {
  const subprocess = await startNode(
    `const script = 'trap "" TERM; echo ready; exec sleep 1000'
     const child = require('node:child_process').spawn('sh', ['-c', script], { detached: true, stdio: 'inherit' })
     console.log('grandchild', child.pid)`,
    { graceMs: 100 },
  )
  await lineTold(subprocess, 'ready')
  const grandchild = await pidTold(subprocess, 'grandchild')
  expect(await subprocess.stop()).toMatchObject({ signal: 'SIGKILL', survivors: [grandchild] })
  await expectNothingLeft(subprocess, subprocess.pid, grandchild)
})

test('a grandchild that outlived the process is ended', SLOW_TEST, async () => {
  const subprocess = await startShell('sleep 1000 & echo grandchild $!')
  const grandchild = await pidTold(subprocess, 'grandchild')
  await subprocess.exited
  expect(await subprocess.stop()).toMatchObject({ signal: 'SIGTERM', exit: { code: 0 }, survivors: [] })
  await expectNothingLeft(subprocess, grandchild)
})

test('a process that has ended needs no signal', SLOW_TEST, async () => {
  const subprocess = await startShell('exit 4')
  await subprocess.exited
  expect(await subprocess.stop()).toMatchObject({ signal: 'none', exit: { code: 4 }, survivors: [] })
  await expectNothingLeft(subprocess)
})

test('stopping twice gives the same report', SLOW_TEST, async () => {
  const subprocess = await startShell('exec sleep 1000')
  const [first, second] = await Promise.all([subprocess.stop(), subprocess.stop()])
  expect(second).toBe(first)
  expect(await subprocess.stop()).toBe(first)
})

test('leaving the scope stops it', SLOW_TEST, async () => {
  let left: Subprocess
  {
    await using subprocess = await startShell('exec sleep 1000')
    left = subprocess
  }
  await expectNothingLeft(left, left.pid)
})

onLinux('a stranger that holds the outputs does not hold up the stop', SLOW_TEST, async () => {
  const subprocess = await startShell(
    'env -i setsid /bin/sh -c "echo stranger \\$\\$; exec sleep 1000" & exec sleep 1000',
  )
  const stranger = await pidTold(subprocess, 'stranger')
  try {
    expect(await subprocess.stop()).toMatchObject({ signal: 'SIGTERM', survivors: [] })
    expect(isAlive(stranger)).toBe(true)
  } finally {
    process.kill(stranger, 'SIGKILL')
  }
})
