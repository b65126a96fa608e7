import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { waitUntil } from '../../../process/index.ts'
import { CliRun, runCli, SLOW_TEST } from '../../../test-support/cli-run.ts'
import { TemporaryDirectory } from '../../../util/temporary-directory.ts'
import { parseOptions } from '../../options/parse.ts'
import { typedCommand } from '../../options/typed-command.ts'
import { REPRODUCE } from './command.ts'

const directory = new TemporaryDirectory()
afterAll(() => directory[Symbol.dispose]())
const OPTIONS = { workingDirectory: directory.path, program: 'reproduce' } as const

const REFERENCE = fileURLToPath(new URL('../../../../fixtures/reference-gateway/index.ts', import.meta.url))
const CLAUSE = 'connect/response-event-forwarded'
const LOST = `✗ ${CLAUSE}   MUST   gateway at fault: it did not send the event of the connect answer to the client\n`
const BROKEN = [CLAUSE, '--fault', 'drop-connect-response']

describe('Reproduce one scenario', SLOW_TEST, () => {
  test('that holds: print it as it happens, and name the others of its clause', async () => {
    const { code, stdout, stderr } = await runCli(['connection-open'], OPTIONS)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^connection-open\/task-stream {3}MUST {3}edition callback-events\n/)
    expect(stdout).toMatch(/ms {2}client {2}→ gateway {3}GET \/api\/sse\/tasks.*\n.*\n✓ \S+ {3}holds\n/s)
    expect(stdout).toContain(
      `\n  ${typedCommand('reproduce', ['connection-open/version-stream'], directory.path)}\n`,
    )
    expect(stdout).not.toContain('by hand')
  })

  test('that fails: print the verdict, the expected event and the commands by hand', async () => {
    const { code, stdout, stderr } = await runCli(BROKEN, OPTIONS)
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(stdout).toContain(LOST)
    expect(stdout.match(/client {2}→ gateway {3}GET/g)).toHaveLength(1)
    expect(stdout).toMatch(/event: fence#1\n {13}✗ expected: event: connection_open/)
    expect(stdout).toMatch(/\nby hand, .*\ncurl -sSN .*-H 'Accept: text\/event-stream' "\$GATEWAY"/s)
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(
      /^# look for what was found: gateway at fault: [^'"`]*; expected: event: connection_open/,
    )
  })

  test('byte for byte with --wire, also from a saved timeline', async () => {
    const bytes = String.raw`gateway → client \d+ {3}event: connection_open\\ndata: {"status": "connected"}\\n\\n`
    const shown = new RegExp(`\\nthe wire, byte for byte .*\\n(?:.*\\n)*.* ms {2}${bytes}`)
    const saved = join(directory.path, 'wire.jsonl')
    const { code, stdout } = await runCli([CLAUSE, '--wire', '--save', saved], OPTIONS)
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(shown) })
    const again = await runCli(['--replay', saved, '--wire'], OPTIONS)
    expect(again).toMatchObject({ code: 0, stdout: expect.stringMatching(shown) })
    expect((await runCli([CLAUSE], OPTIONS)).stdout).not.toContain('byte for byte')
  })

  test('about a backend: plays it alone, saves it, and prints the callback to make by hand', async () => {
    const saved = join(directory.path, 'backend.jsonl')
    const args = [
      'backend/connection-open-answered',
      '--backend-fault',
      'no-connection-open',
      '--save',
      saved,
    ]
    const { code, stdout, stderr } = await runCli(args, OPTIONS)
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(stdout).toMatch(/^backend\/connection-open-answered: to .*\n.*\nbackend {2}bundled mock backend/)
    expect(stdout.match(/gateway → backend {3}POST connect/g)).toHaveLength(1)
    expect(stdout).toContain('backend at fault: its connect answer lacks the event connection_open')
    expect(stdout).toMatch(/\nby hand, .*\ncurl -sSi .*"action":"connect".* "\$BACKEND\/api\/sse\/callback/s)
    const again = await runCli(['--replay', saved], OPTIONS)
    expect(again.code).toBe(1)
    expect(again.stdout).toContain('backend at fault: its connect answer lacks the event connection_open')
  })

  test('about a backend: plays it until it fails, and prints the request of its test hook', async () => {
    const args = ['backend/version-sent', '--backend-fault', 'dies-on-announcement', '--until-fail']
    const { code, stdout } = await runCli(args, OPTIONS)
    expect(code).toBe(1)
    expect(stdout).toContain('backend/version-sent   failed 1 of 1 (100.0 %)')
    expect(stdout).toMatch(/\ncurl .*"\$BACKEND"\/api\/testing\/deployments\/version$/m)
  })

  test('about a backend: refuses a flag about gateways', async () => {
    const { code, stderr } = await runCli(['backend/version-sent', '--gateway', '.'], OPTIONS)
    expect(code).toBe(2)
    expect(stderr).toContain('--gateway is for scenarios about gateways, and this one is about backends')
  })

  test('that is not testable', async () => {
    const { code, stdout } = await runCli([CLAUSE, '--gateway-command', 'echo last words; exit 1'], OPTIONS)
    expect(code).toBe(3)
    expect(stdout).toMatch(new RegExp(`\\? ${CLAUSE} {3}not testable: .*last words`, 's'))
  })
})

describe('Refuse in one sentence', () => {
  test.each([
    ['no scenario', [], /^Which scenario\? .*--help\.$/],
    ['two scenarios', [CLAUSE, 'connection-open'], /^too many arguments.*--help\.$/],
    ['an unknown flag', [CLAUSE, '--holt'], /unknown option '--holt' \(Did you mean --hold\?\)/],
    ['no number of times', [CLAUSE, '--repeat', '0'], /a whole number from 1 to/],
    ['flags that contradict each other', [...BROKEN, '--gateway', '.'], /^--fault breaks the bundled/],
  ])('%s', (_what, args, sentence) => {
    expect(() => parseOptions(REPRODUCE, args)).toThrow(sentence)
  })

  test('an unknown scenario, with exit code 2', SLOW_TEST, async () => {
    const { code, stdout, stderr } = await runCli(['conection-open'], OPTIONS)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^reproduce: There is no .* \(did you mean "connection-open"\?\); .*\n$/)
  })
})

describe('--hold', SLOW_TEST, () => {
  test('Keep everything running at the failing moment, print what is sent by hand, and leave nothing running', async () => {
    await using run = new CliRun([...BROKEN, '--hold'], OPTIONS)
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

  test('Name no address of a gateway that has ended', async () => {
    await using run = new CliRun(['lifecycle/stop-exit-code', '--hold'], OPTIONS)
    await run.untilPrinted('# no command: the gateway ended')
    expect(run.stdout).toMatch(
      /\nheld: the backend goes on running .*\n {2}gateway {4}none: the gateway ended /,
    )
    expect(run.stdout).not.toMatch(/everything goes on running|\/internal\/send {3}/)
    run.signal('SIGTERM')
    expect((await run.end()).code).toBe(0)
  })

  test('Hold a scenario that passes as well', async () => {
    await using run = new CliRun([CLAUSE, '--hold'], OPTIONS)
    await run.untilPrinted('by hand, as it stands')
    run.signal('SIGTERM')
    expect((await run.end()).code).toBe(0)
  })

  test.runIf(process.platform === 'linux').each([
    ['it', false],
    ['the npm that runs it', true],
  ])('Leave nothing running where %s is killed', async (_who, throughNpm) => {
    await using run = new CliRun([...BROKEN, '--hold'], { ...OPTIONS, throughNpm })
    await run.untilPrinted('by hand, as it stands')
    run.signal('SIGKILL')
    await run.untilNothingIsLeft()
  })
})

describe('Repeat a scenario', SLOW_TEST, () => {
  test('and print the failure rate and the first failure', async () => {
    const { code, stdout } = await runCli([...BROKEN, '--repeat', '12'], OPTIONS)
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

  test('and print that it never fails', async () => {
    const { code, stdout } = await runCli([CLAUSE, '--repeat', '20', '--until-fail'], OPTIONS)
    expect(code).toBe(0)
    expect(stdout).toContain(`✓ ${CLAUSE}   failed 0 of 20 (0.0 %)\n`)
  })

  test('until the first failure', async () => {
    const { code, stdout } = await runCli([...BROKEN, '--until-fail'], OPTIONS)
    expect(code).toBe(1)
    expect(stdout).toContain('failed 1 of 1 (100.0 %)\n')
  })

  test('and print the failure rate where it is interrupted', async () => {
    const command = `${process.execPath} ${REFERENCE} | tee -a told`
    await using run = new CliRun([CLAUSE, '--until-fail', '--gateway-command', command], OPTIONS)
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

test('Print commands for a held scenario that work as printed', SLOW_TEST, async () => {
  await using run = new CliRun([...BROKEN, '--hold'], OPTIONS)
  await run.untilPrinted('/internal/send\n')
  const [fence = ''] = /^curl .*"name":"fence".*$/m.exec(run.stdout) ?? []
  const answer = execFileSync('sh', ['-c', fence.replace(/^curl /, 'curl -m 20 ')], { encoding: 'utf8' })
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\{"status":"ok"\}\n$/s)
  await run.untilPrinted('gateway → client    event: fence  data: "{}"')
})
