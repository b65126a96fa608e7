import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FrontendServer } from '../../../../fixtures/frontend/server.ts'
import { clausesOf } from '../../../contract/index.ts'
import { CHECKS, Visit } from '../../../deployment/index.ts'
import { type DeployedSystem, startSystem } from '../../../faults/deployment-system.ts'
import { waitUntil } from '../../../process/index.ts'
import type { RunResult } from '../../../report/index.ts'
import { needs } from '../../../test-support/availability.ts'
import { runCli, SLOW_TEST } from '../../../test-support/cli-run.ts'
import { TemporaryDirectory } from '../../../util/temporary-directory.ts'

const SUITE = 'The deployment checklist against nginx, gateway, backend and Prometheus'
const nginx = needs('nginx', SUITE) ?? ''
const prometheus = needs('prometheus', SUITE) ?? ''
const caddy = needs('caddy', 'The deployment checklist against Caddy') ?? ''
const chromium = needs('chromium', 'The deployment checklist with a page')
const PROGRAMS = { proxy: { kind: 'nginx', program: nginx }, prometheus } as const

/** More requests than these would not be a look from outside any more. */
const MAX_REQUESTS = 60

describe.runIf(nginx && prometheus)('A system that is put together well', SLOW_TEST, () => {
  let system: DeployedSystem
  beforeAll(async () => {
    system = await startSystem(PROGRAMS)
  })
  afterAll(() => system[Symbol.asyncDispose]())

  async function judged(...more: string[]) {
    using directory = new TemporaryDirectory()
    const { callback, callbackSecret = '', prometheus, site } = system.settings
    const flags = [
      ['--url', site.url],
      ['--callback-url', callback?.url],
      ['--callback-secret', callbackSecret],
      ['--prometheus', prometheus?.url],
      ['--heartbeat', '1'],
      ['--out', 'report'],
    ].flatMap(([flag = '', value = '']) => [flag, value])
    const end = await runCli([...flags, ...more], {
      program: 'deployment',
      workingDirectory: directory.path,
    })
    const read = (name: string) => readFileSync(join(directory.path, 'report', name), 'utf8')
    const result: RunResult = JSON.parse(read('result.json'))
    const junit = read('junit.xml')
    for (const text of [end.stdout, end.stderr, junit, JSON.stringify(result)]) {
      expect(text).not.toContain(callbackSecret)
    }
    return { ...end, result, junit }
  }

  test('Report every point that can be seen as held, in a few requests, and the page as not seen', async () => {
    const before = system.answered().length
    const { code, stdout, result, junit } = await judged()
    expect(Object.fromEntries(result.clauses.map(({ id, status }) => [id, status]))).toEqual({
      ...Object.fromEntries(clausesOf('deployment').map(id => [id, 'passed'])),
      'deployment/frontend-on-current-urls': 'not-testable',
    })
    expect(code).toBe(3)
    expect(stdout).toMatch(
      /^SSE deployment conformance {2}the deployment checklist \(7 clauses\)\nurl {6}http/,
    )
    expect(stdout).toContain('--except deployment/frontend-on-current-urls')
    expect(junit).toContain('name="deployment/streams-end-to-end"')
    expect(system.answered().length - before).toBeLessThanOrEqual(MAX_REQUESTS)
  })

  test.runIf(chromium)('Conform with a page that opens the current streams', async () => {
    await using page = await FrontendServer.listen()
    const { code, result } = await judged('--page', `${page.url}?task_id=42&request_id=7`)
    const points = result.clauses.map(({ id, status, reason, verdict }) => [id, status, reason ?? verdict])
    expect(points).toEqual(clausesOf('deployment').map(id => [id, 'passed', undefined]))
    expect(code).toBe(0)
  })

  test.runIf(chromium)('Say that a page which does not load was not judged', async () => {
    await using page = await FrontendServer.listen()
    const only = ['--only', 'deployment/frontend-on-current-urls']
    const { code, result } = await judged('--page', `${page.url}none`, ...only)
    expect([code, result.counts.notTestable]).toEqual([3, 1])
  })

  test('Conform where the point that cannot be seen is left out', async () => {
    const { code, stdout } = await judged('--except', 'deployment/frontend-on-current-urls')
    expect(code).toBe(0)
    expect(stdout).toMatch(/\nconforms in the 6 of 7 clauses judged/)
  })

  test('Leave the streams of others open', async () => {
    const { url } = system.settings.site
    const leave = new AbortController()
    const response = await fetch(`${url}/api/sse/utils/version?request_id=somebody-else`, {
      signal: leave.signal,
    })
    let chunks = 0
    const ended = (async () => {
      for await (const _ of response.body ?? []) chunks += 1
    })()
    await judged('--except', 'deployment/frontend-on-current-urls')
    const before = chunks
    await waitUntil('a heartbeat on the stream of another client', () => chunks > before)
    leave.abort()
    await expect(ended).rejects.toThrow('aborted')
    expect(system.answered().filter(line => / 5\d\d$/.test(line))).toEqual([])
  })
})

test.runIf(nginx && prometheus)(
  'Report a backend without a secret with the deployment at fault, and the command for that point',
  SLOW_TEST,
  async () => {
    await using system = await startSystem(PROGRAMS, 'secret-not-asked-for')
    const { callback, callbackSecret = '', site } = system.settings
    using directory = new TemporaryDirectory()
    const flags = [
      '--url',
      site.url,
      '--callback-url',
      callback?.url ?? '',
      '--callback-secret',
      callbackSecret,
    ]
    const end = await runCli([...flags, '--only', 'deployment/callback-secret-set'], {
      program: 'deployment',
      workingDirectory: directory.path,
    })
    expect(end.code).toBe(1)
    expect(end.stdout).toContain(
      '✗ deployment/callback-secret-set   MUST   deployment at fault: the callback endpoint lets callbacks in without the secret\n',
    )
    expect(end.stdout).toContain('--callback-secret "${CALLBACK_SECRET:?set CALLBACK_SECRET')
    expect(end.stdout).not.toContain(callbackSecret)
  },
)

test.runIf(caddy && prometheus)(
  'Find every point held behind Caddy with the configuration of docs/deploying.md',
  SLOW_TEST,
  async () => {
    await using system = await startSystem({ proxy: { kind: 'caddy', program: caddy }, prometheus })
    const visit = new Visit(system.settings)
    for (const { clause, variant, judge } of CHECKS) {
      expect([clause, variant, await judge(visit)]).toEqual([clause, variant, undefined])
    }
  },
)
