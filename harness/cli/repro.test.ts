import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { waitUntil } from '../process/index.ts'
import { CliRun, runCli, SLOW_TEST } from '../test-support/cli-run.ts'
import { TemporaryDirectory } from '../util/temporary-directory.ts'
import { parseReproCommandLine } from './commands/repro/command.ts'
import { npmRun } from './options/npm-run.ts'

const directory = new TemporaryDirectory()
afterAll(() => directory[Symbol.dispose]())
const REPRO = { workingDirectory: directory.path, program: 'repro' } as const

const REFERENCE = fileURLToPath(new URL('../../fixtures/reference-gateway/index.ts', import.meta.url))
const CLAUSE = 'connect/response-event-forwarded'
const LOST = `✗ ${CLAUSE}   MUST   gateway at fault: it did not send the event of the connect answer to the client\n`
const BROKEN = [CLAUSE, '--fault', 'drop-connect-response']

describe('One scenario', SLOW_TEST, () => {
  test('that holds is told as it happens, and the others of its name are told of.', async () => {
    const { code, stdout, stderr } = await runCli(['connection-open'], REPRO)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^connection-open\/task-stream {3}MUST {3}edition callback-events\n/)
    expect(stdout).toMatch(/ms {2}client {2}→ gateway {3}GET \/api\/sse\/tasks.*\n.*\n✓ \S+ {3}holds\n/s)
    expect(stdout).toContain(`\n  ${npmRun('repro', directory.path)} connection-open/version-stream\n`)
    expect(stdout).not.toContain('by hand')
  })

  test('that fails is told with its verdict, what was expected, and what replays it by hand.', async () => {
    const { code, stdout, stderr } = await runCli(BROKEN, REPRO)
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(stdout).toContain(LOST)
    expect(stdout.match(/client {2}→ gateway {3}GET/g)).toHaveLength(1)
    expect(stdout).toMatch(/event: fence#1\n {13}✗ expected: event: connection_open/)
    expect(stdout).toMatch(/\nby hand, .*\ncurl -sSN .*-H 'Accept: text\/event-stream' "\$GATEWAY"/s)
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(
      /^# look for what was found: gateway at fault: [^'"`]*; expected: event: connection_open/,
    )
  })

  test('is shown byte for byte where that is asked for, also of a saved timeline.', async () => {
    const bytes = String.raw`gateway → client \d+ {3}event: connection_open\\ndata: {"status": "connected"}\\n\\n`
    const shown = new RegExp(`\\nthe wire, byte for byte .*\\n(?:.*\\n)*.* ms {2}${bytes}`)
    const saved = join(directory.path, 'wire.jsonl')
    const { code, stdout } = await runCli([CLAUSE, '--wire', '--save', saved], REPRO)
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(shown) })
    const again = await runCli(['--replay', saved, '--wire'], REPRO)
    expect(again).toMatchObject({ code: 0, stdout: expect.stringMatching(shown) })
    expect((await runCli([CLAUSE], REPRO)).stdout).not.toContain('byte for byte')
  })

  test('about a backend is played alone, saved, and comes with the callback to make by hand.', async () => {
    const saved = join(directory.path, 'backend.jsonl')
    const args = ['backend/connection-open-answered', '--backend-fault', 'no-greeting', '--save', saved]
    const { code, stdout, stderr } = await runCli(args, REPRO)
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(stdout).toMatch(/^backend\/connection-open-answered: to .*\n.*\nbackend {2}bundled mock backend/)
    expect(stdout.match(/gateway → backend {3}POST connect/g)).toHaveLength(1)
    expect(stdout).toContain('backend at fault: its connect answer lacks the event connection_open')
    expect(stdout).toMatch(/\nby hand, .*\ncurl -sSi .*"action":"connect".* "\$BACKEND\/api\/sse\/callback/s)
    const again = await runCli(['--replay', saved], REPRO)
    expect(again.code).toBe(1)
    expect(again.stdout).toContain('backend at fault: its connect answer lacks the event connection_open')
  })

  test('about a backend is played until it fails, and its test hook is asked by hand.', async () => {
    const args = ['backend/version-sent', '--backend-fault', 'dies-on-announcement', '--until-fail']
    const { code, stdout } = await runCli(args, REPRO)
    expect(code).toBe(1)
    expect(stdout).toContain('backend/version-sent   failed 1 of 1 (100.0 %)')
    expect(stdout).toMatch(/\ncurl .*"\$BACKEND"\/api\/testing\/deployments\/version$/m)
  })

  test('about a backend takes no flag that is about gateways.', async () => {
    const { code, stderr } = await runCli(['backend/version-sent', '--gateway', '.'], REPRO)
    expect(code).toBe(2)
    expect(stderr).toContain('--gateway is for scenarios about gateways, and this one is about backends')
  })

  test('that cannot be judged is not testable.', async () => {
    const { code, stdout } = await runCli([CLAUSE, '--gateway-command', 'echo last words; exit 1'], REPRO)
    expect(code).toBe(3)
    expect(stdout).toMatch(new RegExp(`\\? ${CLAUSE} {3}not testable: .*last words`, 's'))
  })
})

describe('What is wrong is told in one sentence', () => {
  test.each([
    ['no scenario', [], /^Which scenario\? .*--help\.$/],
    ['two scenarios', [CLAUSE, 'connection-open'], /^too many arguments.*--help\.$/],
    ['an unknown flag', [CLAUSE, '--holt'], /unknown option '--holt' \(Did you mean --hold\?\)/],
    ['no number of times', [CLAUSE, '--repeat', '0'], /a whole number from 1 to/],
    ['flags that contradict each other', [...BROKEN, '--gateway', '.'], /^--fault breaks the bundled/],
  ])('%s.', (_what, args, sentence) => {
    expect(() => parseReproCommandLine(args, '')).toThrow(sentence)
  })

  test('with exit code 2.', SLOW_TEST, async () => {
    const { code, stdout, stderr } = await runCli(['conection-open'], REPRO)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^repro: There is no .* \(did you mean "connection-open"\?\); .*\n$/)
  })
})

describe('--hold', SLOW_TEST, () => {
  test('keeps everything running at the failing moment, shows what is sent by hand, and leaves nothing.', async () => {
    await using run = new CliRun([...BROKEN, '--hold'], REPRO)
    await run.untilPrinted('# a fence')
    await run.untilPrinted('by hand, as it stands')
    expect(run.stdout).toContain(LOST)
    const [, sends = ''] = /^ {2}sends {6}(\S+)/m.exec(run.stdout) ?? []
    const [, token = ''] = /^ {2}stream .* open {3}token (\S+)$/m.exec(run.stdout) ?? []
    const body = JSON.stringify({ token, event: { name: 'by-hand', data: 'hello' } })
    const headers = { 'content-type': 'application/json' }
    expect((await fetch(sends, { method: 'POST', headers, body })).status).toBe(200)
    await run.untilPrinted('backend → gateway   POST /internal/send  event: by-hand  data: "hello"')
    await run.untilPrinted('gateway → client    event: by-hand  data: "hello"')
    run.signal('SIGINT')
    expect((await run.end()).code).toBe(1)
  })

  test('names no address of a gateway that has ended.', async () => {
    await using run = new CliRun(['life/stop-exit-code', '--hold'], REPRO)
    await run.untilPrinted('# no command: the gateway ended')
    expect(run.stdout).toMatch(
      /\nheld: the backend goes on running .*\n {2}gateway {4}none: the gateway ended /,
    )
    expect(run.stdout).not.toMatch(/everything goes on running|\/internal\/send {3}/)
    run.signal('SIGTERM')
    expect((await run.end()).code).toBe(0)
  })

  test('holds a scenario that passes as well.', async () => {
    await using run = new CliRun([CLAUSE, '--hold'], REPRO)
    await run.untilPrinted('by hand, as it stands')
    run.signal('SIGTERM')
    expect((await run.end()).code).toBe(0)
  })

  test.runIf(process.platform === 'linux').each([
    ['it', false],
    ['the npm that runs it', true],
  ])('leaves nothing when %s is killed.', async (_who, throughNpm) => {
    await using run = new CliRun([...BROKEN, '--hold'], { ...REPRO, throughNpm })
    await run.untilPrinted('by hand, as it stands')
    run.signal('SIGKILL')
    await run.untilNothingIsLeft()
  })
})

describe('Played again and again,', SLOW_TEST, () => {
  test('it says how often it fails, and tells of the first time.', async () => {
    const { code, stdout } = await runCli([...BROKEN, '--repeat', '12'], REPRO)
    expect(code).toBe(1)
    expect(stdout).toContain(
      '✗ play 1   gateway at fault: it did not send the event of the connect answer to the client\n',
    )
    expect(stdout).toContain('✗ play 10   ')
    expect(stdout).not.toContain('✗ play 11   ')
    expect(stdout.match(/client {2}→ gateway {3}GET/g)).toHaveLength(1)
    expect(stdout).toContain(LOST)
    expect(stdout).toMatch(/failed 12 of 12 \(100\.0 %\)\n/)
  })

  test('it says that it never fails.', async () => {
    const { code, stdout } = await runCli([CLAUSE, '--repeat', '20', '--until-fail'], REPRO)
    expect(code).toBe(0)
    expect(stdout).toContain(`✓ ${CLAUSE}   failed 0 of 20 (0.0 %)\n`)
  })

  test('it ends with the first failure.', async () => {
    const { code, stdout } = await runCli([...BROKEN, '--until-fail'], REPRO)
    expect(code).toBe(1)
    expect(stdout).toContain('failed 1 of 1 (100.0 %)\n')
  })

  test('interrupted, it says how often it was played.', async () => {
    const command = `${process.execPath} ${REFERENCE} | tee -a told`
    await using run = new CliRun([CLAUSE, '--until-fail', '--gateway-command', command], REPRO)
    const told = join(directory.path, 'told')
    // The first gateway is only asked for its edition.
    const played = (): string => readFileSync(told, 'utf8').split('listening on').slice(2).join()
    await waitUntil('three plays', () => existsSync(told) && played().split('requested').length > 3, {
      limitMs: 60_000,
    })
    run.signal('SIGINT')
    const { code, signal, stderr, stdout } = await run.end()
    expect({ code, signal, stderr }).toEqual({ code: 130, signal: null, stderr: '' })
    expect(stdout).toMatch(/failed 0 of [1-9]\d* \(0\.0 %\)\n\ninterrupted by SIGINT\n$/)
  })
})

test('The commands of a scenario that is held work as they stand.', SLOW_TEST, async () => {
  await using run = new CliRun([...BROKEN, '--hold'], REPRO)
  await run.untilPrinted('/internal/send\n')
  const [fence = ''] = /^curl .*"name":"fence".*$/m.exec(run.stdout) ?? []
  const answer = execFileSync('sh', ['-c', fence.replace(/^curl /, 'curl -m 20 ')], { encoding: 'utf8' })
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\{"status":"ok"\}\n$/s)
  await run.untilPrinted('gateway → client    event: fence  data: "{}"')
})
