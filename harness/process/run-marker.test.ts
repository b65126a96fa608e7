import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { SLOW_TEST, startShell, waitForExit } from '../test-support/processes.ts'
import { markedProcesses, runId } from './run-marker.ts'

const onLinux = test.runIf(process.platform === 'linux')

onLinux('what a subprocess has started is found by its marker and by the run', SLOW_TEST, async () => {
  await using subprocess = await startShell('exec sleep 1234')
  const expected = { pid: subprocess.pid, command: 'sleep 1234' }
  await expect.poll(() => markedProcesses(subprocess.marker)).toEqual([expected])
  expect(await markedProcesses(runId())).toContainEqual(expected)
})

onLinux('another marker of the same run does not match', SLOW_TEST, async () => {
  await using one = await startShell('exec sleep 1000')
  await using other = await startShell('exec sleep 1000')
  expect((await markedProcesses(one.marker)).map(({ pid }) => pid)).toEqual([one.pid])
  expect((await markedProcesses(other.marker)).map(({ pid }) => pid)).toEqual([other.pid])
  expect(await markedProcesses(one.marker.slice(0, -1))).toEqual([])
  expect(await markedProcesses(runId().slice(0, -1))).toEqual([])
})

onLinux('a process that has ended does not count', SLOW_TEST, async () => {
  await using subprocess = await startShell('exec sleep 1000')
  subprocess.signal('SIGKILL')
  await waitForExit(subprocess.pid)
  expect(await markedProcesses(subprocess.marker)).toEqual([])
})

onLinux('a worker thread belongs to the run of its process', SLOW_TEST, async () => {
  const source = `
    import(${JSON.stringify(new URL('./index.ts', import.meta.url).href)})
      .then(({ runId }) => require('node:worker_threads').parentPort.postMessage(runId()))`
  const worker = new Worker(source, { eval: true })
  const told = await new Promise(resolve => worker.once('message', resolve))
  await worker.terminate()
  expect(told).toBe(runId())
})
