import { readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, describe, expect, test } from 'vitest'
import { cleanedEnvironment } from '../process/index.ts'
import { runCli, SLOW_TEST } from '../test-support/cli-run.ts'
import { ROOT } from '../util/root.ts'
import { TemporaryDirectory } from '../util/temporary-directory.ts'
import { COMMANDS } from './commands/index.ts'

const directory = new TemporaryDirectory()
afterAll(() => directory[Symbol.dispose]())
const BIN = join(directory.path, 'sse-conformance')
symlinkSync(join(ROOT, 'harness/cli/start.cjs'), BIN)

/** The program as it is started by its own name. */
async function program(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [BIN, ...args], {
    cwd: directory.path,
    env: { ...cleanedEnvironment(), ...environment },
    extendEnv: false,
    reject: false,
  })
  return { exitCode, stdout, stderr }
}

describe('sse-conformance', SLOW_TEST, () => {
  test('List the commands, each with an example, in 80 columns', async () => {
    const { exitCode, stdout, stderr } = await program(['--help'])
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    for (const { description } of COMMANDS) {
      const { name, example } = description
      expect(stdout).toMatch(new RegExp(`^  ${name} +[A-Z]`, 'm'))
      expect(stdout).toContain(`\n             sse-conformance ${name} ${example.join(' ')}\n`)
    }
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80)
  })

  test('List the commands with exit code 2 where none is given', async () => {
    expect(await program([])).toMatchObject({ exitCode: 2, stdout: expect.stringMatching(/^Usage: /) })
  })

  test('Print the version', async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
    expect(await program(['--version'])).toEqual({ exitCode: 0, stdout: version, stderr: '' })
    expect((await program(['faults', '--version'])).stdout).toBe(version)
  })

  test('Offer the nearest name for an unknown command', async () => {
    expect(await program(['reproducee', '--hold'])).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        'sse-conformance: There is no command "reproducee" (did you mean "reproduce"?); choose one of gate, backend, frontend, reproduce, deployment, probe, faults.',
    })
  })

  test.each([
    ['verify-backend', 'backend'],
    ['repro', 'reproduce'],
  ])('Take %s as %s', async (old, name) => {
    const { exitCode, stderr } = await program([old, '--hope'])
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(
      new RegExp(`^${name}: unknown option '--hope'.*; see sse-conformance ${name} --help\\.$`),
    )
  })

  test('Print its own name in commands, through npx where npm started it', async () => {
    const usage = async (environment = {}) =>
      (await program(['gate', '--help'], environment)).stdout.split('\n')[0]
    expect(await usage()).toBe('Usage: sse-conformance gate [options]')
    expect(await usage({ npm_lifecycle_event: 'npx' })).toBe('Usage: npx sse-conformance gate [options]')
  })

  test('Read paths from where it was started', async () => {
    const { exitCode, stderr } = await program(['gate', '--known-failures', 'none.yml'], { INIT_CWD: ROOT })
    expect(exitCode).toBe(2)
    expect(stderr).toContain(`${join(directory.path, 'none.yml')} cannot be read`)
  })
})

test.each([
  ['gate', ['--wait-limit', '9'], '--timeout'],
  ['probe', ['--wait-limit=9'], '--timeout'],
  ['gate', ['--ready-within', '9'], '--startup-timeout'],
  ['backend', ['--backend-ready-within', '9'], '--backend-startup-timeout'],
  ['reproduce', ['connection-open', '--tap-clients'], '--proxy-clients'],
] as const)('Name the present flag in %s for %j', SLOW_TEST, async (command, args, now) => {
  const { code, stdout, stderr } = await runCli(args, { program: command, workingDirectory: directory.path })
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  const [old = ''] = /--[a-z-]+/.exec(args.join(' ')) ?? []
  expect(stderr).toBe(`${command}: ${old} is called ${now} now; give ${now}.\n`)
})

test('Name the present flag and its commands where another command has it', SLOW_TEST, async () => {
  const { code, stderr } = await runCli(['--tap-clients'], {
    program: 'probe',
    workingDirectory: directory.path,
  })
  expect(code).toBe(2)
  expect(stderr).toMatch(
    /^probe: unknown option '--tap-clients', which gate and reproduce have as --proxy-clients; see .*\n$/,
  )
})

test('Write nothing into the home of the user', SLOW_TEST, async () => {
  using home = new TemporaryDirectory()
  const { code } = await runCli(['--only', 'connection-open'], {
    workingDirectory: home.path,
    environment: { HOME: home.path, XDG_DATA_HOME: join(home.path, 'data') },
  })
  expect(code).toBe(0)
  expect(readdirSync(home.path, { recursive: true })).toEqual([])
})

test('Refuse a TMPDIR that cannot be written to', SLOW_TEST, async () => {
  using directory = new TemporaryDirectory()
  const missing = join(directory.path, 'missing')
  const { code, stdout, stderr } = await runCli([], {
    workingDirectory: directory.path,
    environment: { TMPDIR: missing },
  })
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toBe(
    `gate: The directory for temporary files, ${missing}, cannot be written to (ENOENT); set TMPDIR to a directory that can.\n`,
  )
})
