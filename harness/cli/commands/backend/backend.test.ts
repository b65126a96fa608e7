import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import getPort from 'get-port'
import { describe, expect, test } from 'vitest'
import { CLAUSES, clausesOf } from '../../../contract/index.ts'
import { cleanedEnvironment, Subprocess } from '../../../process/index.ts'
import type { RunResult } from '../../../report/index.ts'
import { CliRun, runCli, SLOW_TEST } from '../../../test-support/cli-run.ts'
import { TemporaryDirectory } from '../../../util/temporary-directory.ts'

const PROGRAM = { program: 'backend' } as const
const ONE = ['--only', 'backend/version-queued']
const MUST_FAILS = ['--only', 'backend/version-queued', '--backend-fault', 'reverses-pending']
const SHOULD_FAILS = [
  '--only',
  'backend/readiness-reflects-gateway',
  '--backend-fault',
  'readiness-ignores-gateway',
]

/** Runs the command with its report in a directory of its own, and files in there. */
async function judged(args: readonly string[], files: Readonly<Record<string, string>> = {}) {
  using directory = new TemporaryDirectory()
  for (const [name, text] of Object.entries(files)) directory.write(name, text)
  const end = await runCli([...args, '--out', 'report'], { ...PROGRAM, workingDirectory: directory.path })
  const read = (name: string): string => readFileSync(join(directory.path, name), 'utf8')
  const result: RunResult | undefined = end.code === 2 ? undefined : JSON.parse(read('report/result.json'))
  const draft = args.includes('draft.yml') ? read('draft.yml') : ''
  return { ...end, result, draft, junit: result === undefined ? '' : read('report/junit.xml') }
}

describe('Without a backend', SLOW_TEST, () => {
  test('Print help and the list of clauses', async () => {
    using directory = new TemporaryDirectory()
    const options = { ...PROGRAM, workingDirectory: directory.path }
    const help = await runCli(['--help'], options)
    expect([help.code, help.stdout]).toEqual([
      0,
      expect.stringMatching(/^Usage: .*run backend -- \[options\]/),
    ])
    const { stdout } = await runCli(['--list'], options)
    const lines = stdout.trimEnd().split('\n')
    expect(lines).toHaveLength(clausesOf('backend').length)
    expect(lines).toContainEqual(expect.stringMatching(/^backend\/version-queued +MUST {4}\S.*\.$/))
    expect(lines).toContainEqual(
      expect.stringMatching(/^backend\/connect-before-timeout +SHOULD .* \(timed\)$/),
    )
  })
})

describe('A backend that conforms', SLOW_TEST, () => {
  test('Report every clause of a backend that conforms', async () => {
    const { code, stdout, stderr, result, junit } = await judged(['--fast'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(
      /^SSE backend conformance {2}requirements for backends \(50 clauses\)\nbackend {2}bundled mock backend; /,
    )
    expect(stdout).toMatch(/\nconforms in the \d+ of \d+ clauses judged {2}bundled mock backend: of /)
    expect(result).toMatchObject({
      schemaVersion: 1,
      subject: 'backend',
      target: { name: 'mock', kind: 'mock' },
      conforms: true,
      exitCode: 0,
    })
    expect(result).not.toHaveProperty('edition')
    expect(result?.clauses.map(({ id }) => id)).toEqual(clausesOf('backend'))
    for (const { id, status } of result?.clauses ?? []) {
      expect([id, status]).toEqual([id, CLAUSES[id].timed ? 'left-out' : 'passed'])
    }
    expect(junit).toMatch(/<testcase [^>]*name="backend\/version-queued"/)
  })

  test('Judge a backend by a file, and through npm', async () => {
    using directory = new TemporaryDirectory()
    const scenarios = fileURLToPath(new URL('../../../../scenarios/backend', import.meta.url))
    const byFile = await runCli(['--only', './health.test.ts'], { ...PROGRAM, workingDirectory: scenarios })
    expect([byFile.code, byFile.stdout]).toEqual([0, expect.stringContaining('clauses 2 passed, ')])
    const options = { ...PROGRAM, workingDirectory: directory.path, throughNpm: true }
    expect(await runCli(ONE, options)).toMatchObject({ code: 0 })
  })
})

describe('A backend that does not conform', SLOW_TEST, () => {
  test('Print the verdict and the command that repeats it', async () => {
    const { code, stdout, result } = await judged(MUST_FAILS)
    expect(code).toBe(1)
    expect(result).toMatchObject({ conforms: false, counts: { failed: 1 } })
    expect(stdout).toContain(
      '✗ backend/version-queued   MUST   backend at fault: it lost an event or sent it out of order\n',
    )
    expect(stdout).toContain(`run reproduce -- backend/version-queued --backend-fault reverses-pending\n`)
    expect(stdout).toContain('\ndoes not conform  bundled mock backend')
  })

  test('Warn of a SHOULD clause, and fail it with --strict', async () => {
    expect(await judged(SHOULD_FAILS)).toMatchObject({ code: 0, result: { counts: { warnings: 1 } } })
    const { code, stdout, result } = await judged([...SHOULD_FAILS, '--strict'])
    expect(code).toBe(1)
    expect(result).toMatchObject({ strict: true, counts: { failed: 1 } })
    expect(stdout).toMatch(/ backend\/readiness-reflects-gateway --backend-fault \S+\n/)
  })

  test('Pass with a list of known failures, and fail with a stale one', async () => {
    const files = { 'known.yml': '- clause: backend/version-queued\n  reason: not built yet\n' }
    const known = await judged([...MUST_FAILS, '--known-failures', 'known.yml'], files)
    expect(known).toMatchObject({ code: 0, result: { counts: { knownFailures: 1 } } })
    const healed = await judged([...ONE, '--known-failures', 'known.yml'], files)
    expect(healed).toMatchObject({ code: 1, result: { counts: { stale: 1 } } })
  })

  test('Draft a list of known failures', async () => {
    const { code, draft } = await judged([...MUST_FAILS, '--write-known-failures', 'draft.yml'])
    expect(code).toBe(1)
    expect(draft).toMatch(/^# Known failures of the bundled mock backend, requirements for backends\.\n/)
    expect(draft).toContain('- clause: backend/version-queued\n')
    expect(
      await judged([...MUST_FAILS, '--known-failures', 'known.yml'], { 'known.yml': draft }),
    ).toMatchObject({
      code: 0,
    })
  })
})

describe('Refuse in one sentence with exit code 2', SLOW_TEST, () => {
  const GATEWAYS = /it is about gateways and says nothing of a backend; judge a gateway with npm .*run gate/
  test.each([
    ['a clause about gateways', ['--only', 'send/in-order'], GATEWAYS],
    ['an area about gateways', ['--only', 'send'], GATEWAYS],
    [
      'a file about gateways',
      ['--only', fileURLToPath(new URL('../../../../scenarios/task/send.test.ts', import.meta.url))],
      GATEWAYS,
    ],
    [
      'an unknown clause',
      ['--only', 'backend/version-queud'],
      /\(did you mean "backend\/version-queued"\?\)/,
    ],
    [
      'an unknown fault',
      ['--backend-fault', 'reverse-pending'],
      /no such fault of a bundled backend \(did you mean "reverses-pending"\?\)/,
    ],
    [
      'a list about gateways',
      ['--known-failures', 'gateway.yml'],
      /send\/in-order is about a gateway; .* npm run gate/,
    ],
    ['the end of a flag', ['--command', 'x'], /'--command' \(Did you mean --backend-command\?\)/],
    [
      'an unknown flag',
      ['--gateway', 'x'],
      /unknown option '--gateway', which gate, reproduce and probe have; see .*run backend -- --help/,
    ],
  ])('%s', async (_what, args, sentence) => {
    const files = { 'gateway.yml': '- clause: send/in-order\n  reason: x\n' }
    const { code, stdout, stderr } = await judged(args, files)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(sentence)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })
})

describe('A backend of the caller', SLOW_TEST, () => {
  const PROGRAM_FILE = fileURLToPath(new URL('../../../backend/targets/mock/server.ts', import.meta.url))
  const COMMAND = ['--backend-command', `exec ${process.execPath} ${PROGRAM_FILE}`]

  test('Start a backend by its command, and name it so', async () => {
    const { code, stdout, result } = await judged([...COMMAND, ...ONE, '--backend-env', 'GREETING=hello'])
    expect(code).toBe(0)
    expect(stdout).toContain(`backend  exec ${process.execPath} ${PROGRAM_FILE}`)
    expect(result).toMatchObject({ target: { kind: 'command' }, environment: { backendEnv: ['GREETING'] } })
  })

  test('Report a backend that does not start as not testable, with its last output', async () => {
    const { code, stdout } = await judged(['--backend-command', 'echo no such database; exit 1', ...ONE])
    expect(code).toBe(3)
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /not testable: The backend .* ended with exit code 1 before .* Last output: no such database/,
    )
  })

  test('Name the missing test hook of a clause that is not testable', async () => {
    const { code, stdout } = await judged([...COMMAND, ...ONE, '--backend-env', 'FLASK_ENV=production'])
    expect(code).toBe(3)
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'needs the test hook POST /api/testing/deployments/version, which the backend answers 400',
    )
  })

  test('Report a wrong secret without either secret', async () => {
    const args = ['--only', 'backend/secret-accepted', '--backend-env', 'SSE_CALLBACK_SECRET=open sesame']
    const { code, stdout, stderr, result, junit } = await judged([...COMMAND, ...args])
    expect(code).toBe(1)
    expect(stdout).toContain('configuration at fault: gateway and backend have different secrets\n')
    expect(stdout).toMatch(
      /'backend\/secret-accepted: [^']+' --.* --backend-env SSE_CALLBACK_SECRET="\$\{SSE_CALLBACK_SECRET:\?[^"]+\}"\n/,
    )
    expect([stdout, stderr, JSON.stringify(result), junit].join('\n')).not.toContain('sesame')
  })

  test('Report clauses that need a start as not testable for a running backend', async () => {
    const [backendPort, sendPort] = [await getPort(), await getPort()]
    await using _backend = await Subprocess.start({
      command: process.execPath,
      args: [PROGRAM_FILE],
      env: {
        ...cleanedEnvironment(),
        PORT: String(backendPort),
        SSE_GATEWAY_URL: `http://127.0.0.1:${sendPort}`,
      },
    })
    const url = ['--backend-url', `http://127.0.0.1:${backendPort}`, '--send-port', String(sendPort)]
    const { code, result } = await judged([...url, ...ONE, '--only', 'backend/secret-required'])
    expect(code).toBe(3)
    expect(result).toMatchObject({ target: { kind: 'url' }, counts: { passed: 1, notTestable: 1 } })
    const reason = result?.clauses.find(({ id }) => id === 'backend/secret-required')?.reason
    expect(reason).toBe('needs a backend that we start, with FLASK_ENV=production')
  })

  test('Report sends to another address', async () => {
    const elsewhere = ['--backend-env', 'SSE_GATEWAY_URL=http://127.0.0.1:1']
    const { code, stdout } = await judged([...COMMAND, ...ONE, ...elsewhere, '--timeout', '1'])
    expect(code).toBe(1)
    expect(stdout).toContain('configuration at fault: the backend has the address of another gateway\n')
  })
})

describe('Refuse in the gate, with the command for it, a backend', SLOW_TEST, () => {
  test.each([
    ['by an area', ['--only', 'backend']],
    ['by a clause', ['--only', 'backend/version-queued']],
    [
      'by a file',
      ['--only', fileURLToPath(new URL('../../../../scenarios/backend/send.test.ts', import.meta.url))],
    ],
  ])('%s', async (_what, args) => {
    using directory = new TemporaryDirectory()
    const { code, stderr } = await runCli(args, { workingDirectory: directory.path })
    expect(code).toBe(2)
    expect(stderr).toMatch(/it is about backends .*; judge a backend with npm .*run backend\.\n$/)
  })

  test('by a list of known failures', async () => {
    using directory = new TemporaryDirectory()
    directory.write('backend.yml', '- clause: backend/version-queued\n  reason: x\n')
    const { code, stderr } = await runCli(['--known-failures', 'backend.yml'], {
      workingDirectory: directory.path,
    })
    expect(code).toBe(2)
    expect(stderr).toMatch(/backend\/version-queued is about a backend; .* npm run backend\.\n$/)
  })
})

describe('An interrupted run', SLOW_TEST, () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('Report, and leave nothing running: %s gives exit code %i', async (signal, code) => {
    using directory = new TemporaryDirectory()
    const options = { ...PROGRAM, workingDirectory: directory.path }
    await using run = new CliRun(['--only', 'backend/connect-before-timeout', '--out', 'report'], options)
    if (process.platform === 'linux') await run.untilRuns('mock/server.ts')
    else await run.untilPrinted('SSE backend conformance')
    run.signal(signal)
    const end = await run.end()
    expect({ code: end.code, stderr: end.stderr }).toEqual({ code, stderr: '' })
    expect(end.stdout).toContain(`\ninterrupted by ${signal}  bundled mock backend`)
    const result: RunResult = JSON.parse(readFileSync(join(directory.path, 'report/result.json'), 'utf8'))
    expect(result).toMatchObject({ conforms: false, exitCode: code, environment: { interruptedBy: signal } })
    await run.untilNothingIsLeft()
  })
})
