import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { CLAUSES, clausesOf } from '../../../contract/index.ts'
import type { RunResult } from '../../../report/index.ts'
import { judged } from '../../../test-support/backend-command.ts'
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
