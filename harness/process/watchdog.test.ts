import { type ChildProcess, spawn } from 'node:child_process'
import { Worker } from 'node:worker_threads'
import { afterEach, expect, test } from 'vitest'
import { isAlive, SLOW_TEST, waitForExit } from '../test-support/processes.ts'
import { cleanedEnvironment } from './clean-environment.ts'
import { signalProcess } from './signals.ts'
import { waitUntil } from './wait-until.ts'

const onLinux = test.runIf(process.platform === 'linux')
const ESCAPED = `setsid sh -c 'echo $$; exec sleep 1000'`
const started = new Set<number>()

afterEach(() => {
  for (const pid of started) if (isAlive(pid)) signalProcess(pid, 'SIGKILL')
  started.clear()
})

/** A harness of its own: starts the shell script, hands its pid and the pids it prints to `tell`, and goes on for ever. */
function harness(script: string, tell: string): string {
  return `
    const { Subprocess } = await import(${JSON.stringify(new URL('./index.ts', import.meta.url).href)})
    const pids = []
    const add = pid => { pids.push(pid); ${tell}(pids) }
    const subprocess = await Subprocess.start({
      command: 'sh', args: ['-c', ${JSON.stringify(script)}], env: ${JSON.stringify(cleanedEnvironment())},
      onLine: line => add(Number(line.text)),
    })
    add(subprocess.pid)
    setInterval(() => {}, 1000)`
}

function startHarness(script: string): ChildProcess {
  const program = harness(script, '(pids => console.log(JSON.stringify(pids)))')
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    env: cleanedEnvironment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  remember(child.pid === undefined ? [] : [child.pid])
  return child
}

async function pidsTold(process: ChildProcess, count: number): Promise<number[]> {
  let output = ''
  process.stdout?.on('data', chunk => {
    output += chunk
  })
  return waitUntil(
    `the harness to tell ${count} pids`,
    () => {
      const lists = output
        .split('\n')
        .slice(0, -1)
        .map(line => JSON.parse(line))
      return remember(lists.find(list => list.length === count))
    },
    { limitMs: 30_000, lastSeen: () => output },
  )
}

function remember(pids: number[] | undefined): number[] | undefined {
  for (const pid of pids ?? []) started.add(pid)
  return pids
}

test('everything is gone after the harness was killed, also what ignores signals', SLOW_TEST, async () => {
  const process = startHarness(
    'trap "" TERM INT HUP; sleep 1000 & echo $!; env -i sleep 1000 & echo $!; while :; do sleep 1000; done',
  )
  const pids = await pidsTold(process, 3)
  expect(pids.every(isAlive)).toBe(true)
  process.kill('SIGKILL')
  await waitForExit(...pids)
})

onLinux('what left the group is gone after the harness was killed', SLOW_TEST, async () => {
  const process = startHarness(`${ESCAPED} & ${ESCAPED} & exec sleep 1000`)
  const pids = await pidsTold(process, 3)
  expect(pids.every(isAlive)).toBe(true)
  process.kill('SIGKILL')
  await waitForExit(...pids)
})

onLinux('what outlived the process is gone after the harness was killed', SLOW_TEST, async () => {
  const process = startHarness(`${ESCAPED} & sleep 1000 & echo $!`)
  const pids = await pidsTold(process, 3)
  await waitUntil('the shell between to end', () => pids.filter(isAlive).length === 2)
  process.kill('SIGKILL')
  await waitForExit(...pids)
})

test('the watchdog outlives signals that the process sends to its own group', SLOW_TEST, async () => {
  const process = startHarness(
    'trap "" TERM INT HUP USR1 USR2 QUIT; kill -TERM 0; kill -INT 0; kill -HUP 0; kill -USR1 0; kill -USR2 0; kill -QUIT 0; echo $$; while :; do sleep 1000; done',
  )
  const pids = await pidsTold(process, 2)
  process.kill('SIGKILL')
  await waitForExit(...pids)
})

test('everything is gone after the harness ended without stopping it', SLOW_TEST, async () => {
  const process = startHarness('trap "" TERM; sleep 1000 & echo $!; while :; do sleep 1000; done')
  const pids = await pidsTold(process, 2)
  process.kill('SIGTERM')
  await waitForExit(...pids)
})

test('everything is gone after the worker thread that started it was terminated', SLOW_TEST, async () => {
  const program = harness(
    'sleep 1000 & echo $!; exec sleep 1000',
    "(pids => require('node:worker_threads').parentPort.postMessage(pids))",
  )
  const worker = new Worker(`(async () => {${program}})()`, { eval: true, env: cleanedEnvironment() })
  let told: number[] = []
  worker.on('message', pids => {
    told = pids
  })
  const pids = await waitUntil('the worker to tell 2 pids', () =>
    remember(told.length === 2 ? told : undefined),
  )
  await worker.terminate()
  await waitForExit(...pids)
})
