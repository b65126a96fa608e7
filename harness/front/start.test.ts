import { existsSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { cleanedEnvironment, Subprocess, signalProcess, waitUntil } from '../process/index.ts'
import { processTable } from '../process/process-table.ts'
import { commandLineOf } from '../process/run-marker.ts'
import { needs } from '../test-support/availability.ts'
import { lineTold, SLOW_TEST } from '../test-support/processes.ts'
import { NotTestableError } from '../util/errors.ts'
import { findNginx } from './nginx-program.ts'

const nginx = needs('nginx', 'The reverse proxy after a SIGKILL')

/** A harness of its own: starts a reverse proxy, prints where its files are, and goes on for ever. */
const HARNESS = `
  const { bundledFront, startFront } = await import(${JSON.stringify(new URL('./index.ts', import.meta.url).href)})
  const { createServer } = await import('node:http')
  const { readFileSync } = await import('node:fs')
  let to
  const { RecordingProxy } = await import(${JSON.stringify(new URL('../wire/proxy/index.ts', import.meta.url).href)})
  const tap = await RecordingProxy.listen()
  await startFront(bundledFront(${JSON.stringify(cleanedEnvironment())}), {
    gateway: '127.0.0.1:' + tap.port, backend: '127.0.0.1:9', readyLimitMs: 30000,
    lead: address => tap.setUpstream({ host: '127.0.0.1', port: Number(new URL(address).port) }),
    onLine: () => {}, onAccess: () => {}, onExit: () => {},
  })
  console.log('ready')
  setInterval(() => {}, 1000)`

const started: Subprocess[] = []
afterAll(async () => {
  for (const each of started) await each.stop()
})

/** The pids of the nginx whose files are under a directory, with those of its workers. */
function instancesUnder(path: string): number[] {
  const entries = processTable()
  const masters = entries.filter(({ pid }) => commandLineOf(pid).includes(path)).map(({ group }) => group)
  return entries.filter(({ group }) => masters.includes(group)).map(({ pid }) => pid)
}

describe.runIf(nginx !== undefined && process.platform === 'linux')('A reverse proxy', SLOW_TEST, () => {
  test('ends with its files when the harness is killed.', async () => {
    const { TemporaryDirectory } = await import('../util/temporary-directory.ts')
    using temporary = new TemporaryDirectory()
    const harness = await Subprocess.start({
      command: process.execPath,
      args: ['--input-type=module', '-e', HARNESS],
      env: { ...cleanedEnvironment(), TMPDIR: temporary.path },
    })
    started.push(harness)
    await lineTold(harness, 'ready')
    const { readdirSync } = await import('node:fs')
    const [scratch = ''] = readdirSync(temporary.path).map(name => `${temporary.path}/${name}`)
    expect(existsSync(`${scratch}/nginx.pid`)).toBe(true)
    const pids = instancesUnder(scratch)
    expect(pids.length).toBeGreaterThan(1)
    signalProcess(harness.pid, 'SIGKILL')
    await waitUntil(
      'nginx and its files to be gone',
      () => !existsSync(scratch) && processTable().every(({ pid }) => !pids.includes(pid)),
      { limitMs: 30_000, lastSeen: () => pids.map(commandLineOf) },
    )
  })
})

test('Where there is no nginx, say where it was looked for.', () => {
  const find = () => findNginx({ PATH: '/nowhere' }, ['/nor/here'])
  expect(find).toThrow(NotTestableError)
  expect(find).toThrow(
    /^There is no nginx on this machine \(looked in \/nowhere, \/nor\/here\); install it, or/,
  )
})
