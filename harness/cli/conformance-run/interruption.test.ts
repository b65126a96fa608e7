import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { RunResult } from '../../report/index.ts'
import { CliRun, SLOW_TEST } from '../../test-support/cli-run.ts'
import { TemporaryDirectory } from '../../util/temporary-directory.ts'

const GATEWAY = 'reference-gateway/index.ts'
const onLinux = describe.runIf(process.platform === 'linux')

describe('An interrupted gate', SLOW_TEST, () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('End with the report so far: %s gives exit code %i', async (signal, code) => {
    using directory = new TemporaryDirectory()
    await using run = new CliRun(['--out', 'report'], { workingDirectory: directory.path })
    await run.untilPrinted('SSE gateway conformance')
    run.signal(signal)
    const end = await run.end()
    expect({ code: end.code, stderr: end.stderr }).toEqual({ code, stderr: '' })
    expect(end.stdout).toContain(`not testable: not reached before ${signal}`)
    expect(end.stdout).toContain(`\ninterrupted by ${signal}  bundled reference gateway`)
    const result: RunResult = JSON.parse(readFileSync(join(directory.path, 'report/result.json'), 'utf8'))
    expect(result).toMatchObject({ conforms: false, exitCode: code, environment: { interruptedBy: signal } })
    const unreached = result.clauses.filter(({ scenarios }) => scenarios.length === 0)
    expect(unreached).not.toEqual([])
    expect(new Set(unreached.map(({ status }) => status))).toEqual(new Set(['not-testable']))
    await run.untilNothingIsLeft()
  })

  test('Write the report where SIGTERM goes to the npm that runs the gate', async () => {
    using directory = new TemporaryDirectory()
    const out = join(directory.path, 'report')
    await using run = new CliRun(['--out', out], { workingDirectory: directory.path, throughNpm: true })
    await run.untilPrinted('SSE gateway conformance')
    run.signal('SIGTERM')
    expect((await run.end()).stdout).toContain('interrupted by SIGTERM')
    expect(JSON.parse(readFileSync(join(out, 'result.json'), 'utf8'))).toMatchObject({ exitCode: 143 })
    await run.untilNothingIsLeft()
  })

  test('Leave no gateway running where the gate gets SIGTERM', async () => {
    using directory = new TemporaryDirectory()
    await using run = new CliRun([], { workingDirectory: directory.path })
    if (process.platform === 'linux') await run.untilRuns(GATEWAY)
    else await run.untilPrinted('target')
    run.signal('SIGTERM')
    expect((await run.end()).code).toBe(143)
    await run.untilNothingIsLeft()
  })
})

onLinux('SIGKILL', SLOW_TEST, () => {
  test('Leave nothing running where the gate is killed', async () => {
    using directory = new TemporaryDirectory()
    await using run = new CliRun([], { workingDirectory: directory.path })
    await run.untilRuns(GATEWAY)
    run.signal('SIGKILL')
    await run.untilNothingIsLeft()
  })

  test('Leave nothing running and write the report where the npm that runs the gate is killed', async () => {
    using directory = new TemporaryDirectory()
    const out = join(directory.path, 'report')
    await using run = new CliRun(['--out', out], { workingDirectory: directory.path, throughNpm: true })
    await run.untilRuns(GATEWAY)
    run.signal('SIGKILL')
    await run.untilNothingIsLeft()
    expect(JSON.parse(readFileSync(join(out, 'result.json'), 'utf8'))).toMatchObject({
      exitCode: 137,
      environment: { interruptedBy: 'SIGKILL' },
    })
  })

  test('Leave nothing running of a gateway that ignores SIGTERM and was started through a shell', async () => {
    using directory = new TemporaryDirectory()
    // What it is called when it runs is in no command line before.
    const program = 'process.title = ["deaf", "gateway"].join("-"); setInterval(() => {}, 1000)'
    const command = `trap '' TERM; sleep 1000 & ${process.execPath} -e '${program}'`
    await using run = new CliRun(['--gateway-command', command], { workingDirectory: directory.path })
    await run.untilRuns('deaf-gateway')
    run.signal('SIGKILL')
    await run.untilNothingIsLeft()
  })
})
