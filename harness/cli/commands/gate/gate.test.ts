import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import getPort from 'get-port'
import { describe, expect, test } from 'vitest'
import { cleanedEnvironment, Subprocess, waitUntil } from '../../../process/index.ts'
import type { ClauseResult, RunResult } from '../../../report/index.ts'
import { runCli, SLOW_TEST } from '../../../test-support/cli-run.ts'
import { TemporaryDirectory } from '../../../util/temporary-directory.ts'

const REFERENCE = fileURLToPath(new URL('../../../../fixtures/reference-gateway/index.ts', import.meta.url))
const ONE = ['--only', 'send/named-event']

function resultIn(directory: string): RunResult {
  return JSON.parse(readFileSync(join(directory, 'result.json'), 'utf8'))
}

function clauseOf(result: RunResult, id: string): ClauseResult | undefined {
  return result.clauses.find(clause => clause.id === id)
}

/** Runs a gate with its report in a directory of its own. */
async function judged(...args: string[]) {
  using directory = new TemporaryDirectory()
  const end = await runCli([...args, '--out', 'report'], { workingDirectory: directory.path })
  return { ...end, result: resultIn(join(directory.path, 'report')) }
}

describe('Without a gateway', SLOW_TEST, () => {
  const asked = async (...args: string[]) => {
    using directory = new TemporaryDirectory()
    const end = await runCli(args, { workingDirectory: directory.path })
    expect({ code: end.code, stderr: end.stderr }).toEqual({ code: 0, stderr: '' })
    return end.stdout
  }

  test('Print help', async () => {
    expect(await asked('--help')).toMatch(/^Usage: .*run gate -- \[options\]\n.*--gateway-command <command>/s)
  })

  test('Print the version', async () => {
    const manifest = JSON.parse(readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8'))
    expect(await asked('--version')).toBe(`${manifest.version}\n`)
  })

  test('List the clauses', async () => {
    const lines = (await asked('--list')).trimEnd().split('\n')
    expect(lines).toContainEqual(expect.stringMatching(/^send\/named-event +MUST {4}\S.*\.$/))
    expect(lines).toContainEqual(expect.stringMatching(/^heartbeat\/\S+ +MUST .* \(timed\)$/))
    const chosen = (await asked('--list', '--only', 'heartbeat')).trimEnd().split('\n')
    expect(chosen.filter(line => !line.startsWith('heartbeat/'))).toEqual([])
  })
})

describe('--only', SLOW_TEST, () => {
  const judgedIds = ({ clauses }: RunResult) =>
    clauses.filter(({ status }) => status === 'passed').map(({ id }) => id)

  test('Judge a clause with --only', async () => {
    const { code, result } = await judged(...ONE)
    expect({ code, ids: judgedIds(result) }).toEqual({ code: 0, ids: ['send/named-event'] })
  })

  test('Judge an area with --only', async () => {
    const { code, result } = await judged('--only', 'version')
    expect(code).toBe(0)
    expect(judgedIds(result).map(id => id.split('/')[0])).toEqual(['version', 'version', 'version'])
  })

  test('Leave out the clauses that --except names', async () => {
    const { code, result } = await judged('--only', 'version', '--except', 'version/delivered-on-return')
    expect(code).toBe(0)
    expect(judgedIds(result)).toHaveLength(2)
    expect(result.clauses.find(({ id }) => id === 'version/delivered-on-return')).toMatchObject({
      status: 'left-out',
      reason: 'not selected',
      leftOutBy: '--except',
    })
  })

  test('Judge a file, named from the directory of the user', SLOW_TEST, async () => {
    using directory = new TemporaryDirectory()
    const scenarios = fileURLToPath(new URL('../../../../scenarios/task', import.meta.url))
    const { code } = await runCli(['--only', './replace.test.ts', '--out', join(directory.path, 'report')], {
      workingDirectory: scenarios,
    })
    const ids = judgedIds(resultIn(join(directory.path, 'report')))
    expect(code).toBe(0)
    expect(ids).toContain('replace/old-stream-ends')
    expect(ids).not.toContain('send/named-event')
  })
})

test('Read paths from the directory of the user, also through npm', SLOW_TEST, async () => {
  using directory = new TemporaryDirectory()
  const { code, stdout } = await runCli([...ONE, '--out', 'mine/report'], {
    workingDirectory: directory.path,
    throughNpm: true,
  })
  expect(code).toBe(0)
  expect(stdout).toContain(`report   ${join(directory.path, 'mine/report')}\n`)
  expect(resultIn(join(directory.path, 'mine/report')).conforms).toBe(true)
})

test('Write result.json and junit.xml to --out, and replace it as a whole', SLOW_TEST, async () => {
  using directory = new TemporaryDirectory()
  const report = join(directory.path, 'report')
  const again = () => runCli([...ONE, '--out', 'report'], { workingDirectory: directory.path })
  await again()
  const first = resultIn(report)
  expect(first).toMatchObject({
    schemaVersion: 1,
    edition: 'callback-events',
    target: { kind: 'reference' },
    environment: { node: expect.stringMatching(/^v\d+/), harness: expect.any(String) },
    conforms: true,
    complete: false,
    exitCode: 0,
    counts: { passed: 1, failed: 0, knownFailures: 0, stale: 0, warnings: 0, notTestable: 0 },
  })
  expect(first.counts.leftOut).toBe(first.clauses.length - 1)
  expect(clauseOf(first, 'send/named-event')).toMatchObject({
    level: 'MUST',
    status: 'passed',
    scenarios: expect.arrayContaining([expect.objectContaining({ state: 'passed' })]),
    durationMs: expect.any(Number),
  })
  expect(readFileSync(join(report, 'junit.xml'), 'utf8')).toMatch(/<testcase [^>]*name="send\/named-event"/)
  await again()
  expect(resultIn(report).environment.startedAt).not.toBe(first.environment.startedAt)
  expect(readdirSync(report).sort()).toEqual(['junit.xml', 'result.json'])
  expect(readdirSync(directory.path)).toEqual(['report'])
})

describe('A list of known failures', SLOW_TEST, () => {
  const CLAUSE = 'connect/response-event-forwarded'
  const judgedWithList = async (...args: string[]) => {
    using directory = new TemporaryDirectory()
    const list = directory.write('known.yaml', `- clause: ${CLAUSE}\n  reason: not built yet\n`)
    return await judged('--only', CLAUSE, '--known-failures', list, ...args)
  }

  test('Accept the failure of a clause on the list', async () => {
    const { code, stdout, result } = await judgedWithList('--fault', 'drop-connect-response')
    expect({ code, status: clauseOf(result, CLAUSE)?.status }).toEqual({ code: 0, status: 'known-failure' })
    expect(stdout).toContain(`~ ${CLAUSE}   known failure: not built yet\n`)
  })

  test('Fail where a clause on the list holds', async () => {
    const { code, stdout, result } = await judgedWithList()
    expect({ code, status: clauseOf(result, CLAUSE)?.status }).toEqual({ code: 1, status: 'stale' })
    expect(stdout).toContain('and it holds now: remove the entry')
  })

  test('Fail where the clause is on no list', async () => {
    const { code, stdout, result } = await judged('--only', CLAUSE, '--fault', 'drop-connect-response')
    expect({ code, status: clauseOf(result, CLAUSE)?.status }).toEqual({ code: 1, status: 'failed' })
    expect(stdout).toContain(`✗ ${CLAUSE}   MUST   gateway at fault`)
    expect(stdout).toContain(`run reproduce -- ${CLAUSE} --fault drop-connect-response\n`)
  })
})

test('Warn of a SHOULD clause that fails, and conform', SLOW_TEST, async () => {
  const { code, result } = await judged('--fault', 'wait-for-disconnect', '--only', 'replace')
  expect(code).toBe(0)
  expect(result.counts).toMatchObject({ failed: 0, warnings: 1 })
  expect(clauseOf(result, 'replace/close-does-not-wait')).toMatchObject({
    status: 'warning',
    verdict: { party: 'gateway' },
  })
})

test('Fill the port and the callback URL into --gateway-command', SLOW_TEST, async () => {
  const command = `PORT={port} CALLBACK_URL='{callbackUrl}' exec ${process.execPath} ${REFERENCE}`
  const unset = ['--gateway-env', 'OTHER=1']
  const { code, result } = await judged(...ONE, ...unset, '--gateway-command', command)
  expect({ code, target: result.target }).toMatchObject({
    code: 0,
    target: { kind: 'command', name: command },
  })
  expect(result.environment.gatewayEnv).toEqual(['OTHER'])
})

test('Report clauses that need a start as not testable for a running gateway', SLOW_TEST, async () => {
  const callbackPort = await getPort({ host: '127.0.0.1' })
  await using gateway = await Subprocess.start({
    command: process.execPath,
    args: [REFERENCE],
    env: {
      ...cleanedEnvironment(),
      PORT: '0',
      CALLBACK_URL: `http://127.0.0.1:${callbackPort}/api/sse/callback`,
    },
  })
  const address = await waitUntil(
    'the gateway to say where it listens',
    () => gateway.lines.map(({ text }) => /listening on (\S+)$/.exec(text)?.[1]).find(Boolean),
    { lastSeen: () => gateway.lastLines(5) },
  )
  const where = ['--gateway-url', `http://${address}`, '--callback-port', String(callbackPort)]
  const some = ['--only', 'heartbeat', '--only', 'send/named-event']
  const whole = await judged(...where, ...some)
  expect(whole.code).toBe(3)
  expect(whole.result.counts).toMatchObject({ passed: 1, notTestable: 3 })
  expect(whole.stdout).toMatch(
    /\? heartbeat\/\S+, heartbeat\/\S+, heartbeat\/\S+\s+not\s+testable:\s+needs a gateway that we start/,
  )
  const fast = await judged(...where, ...some, '--fast')
  expect(fast.code).toBe(0)
  expect(fast.result.counts).toMatchObject({ passed: 1, notTestable: 0 })
  expect(gateway.exit).toBeUndefined()
})

test('Leave out the clauses about time with --fast, and name them', SLOW_TEST, async () => {
  const { code, stdout, result } = await judged('--fast', '--only', 'heartbeat', ...ONE)
  expect(code).toBe(0)
  expect(result.counts).toMatchObject({ passed: 1 })
  expect(stdout).toMatch(
    /- skipped, it measures wall-clock time \(--fast\): heartbeat\/\S+, heartbeat\/\S+, heartbeat\/\S+\n/,
  )
})

describe('A gateway that fails during the run', SLOW_TEST, () => {
  test('Fail the clauses under which the gateway dies, and judge the rest with another', async () => {
    const { code, result } = await judged('--fault', 'die-on-bad-json', '--only', 'send')
    expect(code).toBe(1)
    const failed = result.clauses.filter(({ status }) => status === 'failed')
    expect(failed.map(({ id }) => id)).toEqual([
      'send/wrong-types-refused',
      'send/connection-usable-after-refusal',
      'send/errors-are-json',
    ])
    expect(new Set(failed.map(({ verdict }) => verdict?.finding))).toEqual(new Set(['gateway/process-died']))
    expect(result.counts).toMatchObject({ notTestable: 0, passed: 30 })
  })

  test('Fail the clause under which the gateway hangs, and judge the next with another', async () => {
    const { code, result } = await judged(
      ...['--fault', 'hang-on-send', '--timeout', '1'],
      ...['--only', 'send/white-space-kept', '--only', 'version/live-delivered'],
    )
    expect(code).toBe(1)
    expect(clauseOf(result, 'send/white-space-kept')).toMatchObject({
      status: 'failed',
      verdict: { party: 'gateway' },
    })
    expect(clauseOf(result, 'version/live-delivered')?.status).toBe('passed')
  })
})
