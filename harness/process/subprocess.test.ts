import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { isAlive, lineTold, pidTold, SLOW_TEST, startNode, startShell } from '../test-support/processes.ts'
import type { LogLine } from './log-buffer.ts'
import type { ProcessExit } from './process-exit.ts'
import { waitUntil } from './wait-until.ts'

const FIFTY_MEGABYTES = 50 * 1024 * 1024

test('the exit code is the command’s own', SLOW_TEST, async () => {
  await using subprocess = await startShell('exit 42')
  expect(await subprocess.exited).toMatchObject({ code: 42, signal: null })
  expect(subprocess.exit).toEqual(await subprocess.exited)
})

test('a death by signal names the signal', SLOW_TEST, async () => {
  const exits: ProcessExit[] = []
  await using subprocess = await startShell('kill -KILL $$', { onExit: exit => exits.push(exit) })
  expect(await subprocess.exited).toMatchObject({ code: null, signal: 'SIGKILL' })
  expect(exits).toEqual([subprocess.exit])
})

test('a command that itself exits with 127 did start', SLOW_TEST, async () => {
  await using subprocess = await startShell('echo "sh: exec: not found" >&2; exit 127')
  expect((await subprocess.exited).code).toBe(127)
})

test('the pid is that of the command, which leads its own process group', SLOW_TEST, async () => {
  await using subprocess = await startShell('ps -o pid= -o pgid= -p $$; echo shell $$')
  expect(await pidTold(subprocess, 'shell')).toBe(subprocess.pid)
  expect(subprocess.lines[0]?.text.trim().split(/\s+/)).toEqual([
    String(subprocess.pid),
    String(subprocess.pid),
  ])
})

test('the command has no child that it did not spawn', SLOW_TEST, async () => {
  await using subprocess = await startShell('ps -A -o ppid= -o comm= | grep "^ *$$ " | grep -v ps; echo done')
  await lineTold(subprocess, 'done')
  expect(subprocess.lines.filter(({ text }) => !/\bgrep$/.test(text)).map(({ text }) => text)).toEqual([
    'done',
  ])
})

test.runIf(process.platform === 'linux')(
  'the command inherits nothing but its three streams',
  SLOW_TEST,
  async () => {
    await using subprocess = await startShell(
      'for n in 0 1 2 3 4 5 6 7 8 9; do test -e /proc/$$/fd/$n && echo $n; done',
    )
    await subprocess.exited
    await subprocess.stop()
    expect(subprocess.lines.map(({ text }) => text)).toEqual(['0', '1', '2'])
  },
)

test(
  'the command starts in its working directory with exactly its environment and the marker',
  SLOW_TEST,
  async () => {
    const env = {
      PATH: process.env.PATH ?? '',
      'dotted.name': 'kept',
      marker: 'mine',
      SSE_CONFORMANCE_RUN: 'outer',
    }
    await using subprocess = await startNode('console.log(JSON.stringify(process.env), process.cwd())', {
      env,
      cwd: tmpdir(),
    })
    await subprocess.exited
    await subprocess.stop()
    const [text = ''] = subprocess.lines.map(line => line.text)
    const {
      PWD: _folder,
      SHLVL: _depth,
      _: _executable,
      ...seen
    } = JSON.parse(text.slice(0, text.indexOf('} ') + 1))
    expect(seen).toEqual({ ...env, SSE_CONFORMANCE_RUN: subprocess.marker })
    expect(text.endsWith(tmpdir())).toBe(true)
  },
)

test('both outputs become lines, in order, with the time and the source', SLOW_TEST, async () => {
  const told: LogLine[] = []
  await using subprocess = await startShell('echo one; echo two; echo three >&2; printf four', {
    onLine: line => told.push(line),
  })
  await subprocess.exited
  await subprocess.stop()
  const texts = (source: string) => told.filter(line => line.source === source).map(({ text }) => text)
  expect(texts('stdout')).toEqual(['one', 'two', 'four'])
  expect(texts('stderr')).toEqual(['three'])
  expect(subprocess.lines).toEqual(told)
  expect(subprocess.lastLines(1)).toEqual(told.slice(-1))
  expect(told.every(({ at }) => at > 0 && at <= performance.now())).toBe(true)
})

test('50 MB of lines are drained while only the last 2,000 are kept', SLOW_TEST, async () => {
  await using subprocess = await startShell(
    `yes ${'x'.repeat(99)} | head -c ${FIFTY_MEGABYTES}; echo; echo end`,
  )
  await lineTold(subprocess, 'end')
  expect(subprocess.lines).toHaveLength(2000)
  expect(subprocess.droppedLines).toBeGreaterThan(FIFTY_MEGABYTES / 100 - 2000)
})

test('50 MB of binary data without a line end block neither output', SLOW_TEST, async () => {
  await using subprocess = await startShell(
    `head -c ${FIFTY_MEGABYTES} /dev/zero >&2; head -c ${FIFTY_MEGABYTES} /dev/zero; exit 7`,
  )
  expect((await subprocess.exited).code).toBe(7)
  await subprocess.stop()
  expect(subprocess.lines.map(({ source }) => source).sort()).toEqual(['stderr', 'stdout'])
  for (const { text } of subprocess.lines) expect(text).toMatch(/\0{8192} … \[52420608 bytes cut\]$/)
})

test('the exit is known at once though a grandchild holds the outputs', SLOW_TEST, async () => {
  await using subprocess = await startShell('sleep 1000 & echo grandchild $!')
  const grandchild = await pidTold(subprocess, 'grandchild')
  expect((await subprocess.exited).code).toBe(0)
  expect(isAlive(grandchild)).toBe(true)
})

test('a signal goes to the process alone, not to its group', SLOW_TEST, async () => {
  // Traps run in the order of the signals' numbers, so what the grandchild got before shows before the SIGTERM.
  const grandchildScript =
    'trap "echo hit" USR1; trap "echo fence; exit" TERM; echo up; while :; do sleep 1000 & wait; done'
  await using subprocess = await startShell(
    `sh -c '${grandchildScript}' & echo grandchild $!; trap "exit 5" USR1; echo ready; while :; do wait; done`,
  )
  await lineTold(subprocess, 'ready')
  await lineTold(subprocess, 'up')
  const grandchild = await pidTold(subprocess, 'grandchild')
  expect(subprocess.signal('SIGUSR1')).toBe(true)
  expect((await subprocess.exited).code).toBe(5)
  process.kill(grandchild, 'SIGTERM')
  await lineTold(subprocess, 'fence')
  expect(subprocess.lines.map(({ text }) => text)).not.toContain('hit')
  expect(subprocess.signal('SIGUSR1')).toBe(false)
})

test('signals have their default effect on the command', SLOW_TEST, async () => {
  for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM', 'SIGUSR1'] as const) {
    await using subprocess = await startShell('echo ready; exec sleep 1000')
    await lineTold(subprocess, 'ready')
    subprocess.signal(signal)
    expect((await subprocess.exited).signal).toBe(signal)
  }
})

test('the command can be read in a report', SLOW_TEST, async () => {
  await using subprocess = await startShell(`echo "it's"`)
  expect(subprocess.command).toBe(`sh -c 'echo "it'\\''s"'`)
  await waitUntil('the line', () => subprocess.lines[0]?.text === "it's")
})
