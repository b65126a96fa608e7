import { globSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { clausesOf } from '../../../contract/index.ts'
import { needs } from '../../../test-support/availability.ts'
import { CliRun, runCli, SLOW_TEST } from '../../../test-support/cli-run.ts'
import { TemporaryDirectory } from '../../../util/temporary-directory.ts'

const SUITE = 'A backend that a real Prometheus scrapes'
const server = needs('prometheus', SUITE) ?? ''
const promtool = needs('promtool', SUITE)

const ABOUT_PROMETHEUS = clausesOf('scraped-backend').filter(id => !clausesOf('backend').includes(id))
const ONLY = ABOUT_PROMETHEUS.flatMap(id => ['--only', id])

describe.runIf(server && promtool)('With --prometheus', SLOW_TEST, () => {
  test('Judge the clauses about Prometheus, too', async () => {
    using directory = new TemporaryDirectory()
    const options = { program: 'backend', workingDirectory: directory.path } as const
    const { code, stdout, stderr } = await runCli(['--prometheus', server, ...ONLY], options)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(
      /^SSE backend conformance {2}requirements for backends, scraped by Prometheus \(56 clauses\)/,
    )
    expect(stdout).toContain(`: of 56 clauses ${ABOUT_PROMETHEUS.length} passed, `)
  })

  test('Leave neither a Prometheus nor its data after SIGKILL', async () => {
    using directory = new TemporaryDirectory()
    const options = {
      program: 'backend',
      workingDirectory: directory.path,
      environment: { TMPDIR: directory.path },
    } as const
    await using run = new CliRun(['--prometheus', server, ...ONLY], options)
    await run.untilRuns('--storage.tsdb.path')
    expect(globSync('*/prometheus.yml', { cwd: directory.path })).toHaveLength(1)
    run.signal('SIGKILL')
    await run.end()
    await run.untilNothingIsLeft()
    expect(globSync('*/prometheus.yml', { cwd: directory.path })).toEqual([])
  })
})

describe('Refuse in one sentence with exit code 2', SLOW_TEST, () => {
  test.each([
    ['a Prometheus that is missing', ['--prometheus', 'no-such-program'], /there is no such program here or/],
    [
      'a clause about Prometheus without --prometheus',
      ONLY,
      /judged only where Prometheus scrapes the backend/,
    ],
  ])('%s', async (_what, args, sentence) => {
    using directory = new TemporaryDirectory()
    const { code, stderr } = await runCli(args, { program: 'backend', workingDirectory: directory.path })
    expect(code).toBe(2)
    expect(stderr).toMatch(sentence)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })
})
