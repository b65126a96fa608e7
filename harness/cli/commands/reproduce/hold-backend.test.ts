import { execFileSync } from 'node:child_process'
import { afterAll, describe, expect, test } from 'vitest'
import { CliRun, SLOW_TEST } from '../../../test-support/cli-run.ts'
import { TemporaryDirectory } from '../../../util/temporary-directory.ts'

const directory = new TemporaryDirectory()
afterAll(() => directory[Symbol.dispose]())
const OPTIONS = { workingDirectory: directory.path, program: 'reproduce' } as const

describe('--hold of a scenario about a backend', SLOW_TEST, () => {
  const LOST_VERSION = ['backend/version-queued', '--backend-fault', 'reverses-pending', '--hold']

  test('Keep the backend and its clients at the failing moment, print what is sent, and leave nothing running', async () => {
    await using run = new CliRun(LOST_VERSION, OPTIONS)
    await run.untilPrinted('by hand, as it stands')
    expect(run.stdout).toMatch(/\n✗ backend\/version-queued {3}MUST {3}backend at fault: /)
    expect(run.stdout).toContain('\nheld: everything goes on running until Ctrl-C')
    const [, backend = ''] = /^ {2}backend {4}(http:\S+)$/m.exec(run.stdout) ?? []
    const [, id = ''] = /^ {2}stream .*request_id=(\S+) {3}open {3}token \S+$/m.exec(run.stdout) ?? []
    const body = JSON.stringify({ request_id: id, version: 'by hand' })
    const headers = { 'content-type': 'application/json' }
    const announced = await fetch(`${backend}/api/testing/deployments/version`, {
      method: 'POST',
      headers,
      body,
    })
    expect(announced.status).toBe(202)
    await run.untilPrinted(
      `backend → gateway   POST /internal/send  event: version  data: '{"version":"by hand"}'`,
    )
    run.signal('SIGINT')
    expect((await run.end()).code).toBe(1)
    await run.untilNothingIsLeft()
  })

  test('Print commands that work as printed', async () => {
    await using run = new CliRun(LOST_VERSION, OPTIONS)
    await run.untilPrinted('# what this program asked of the backend\n')
    await run.untilPrinted('/api/testing/deployments/version\n')
    const [address = ''] = /^BACKEND=.*$/m.exec(run.stdout) ?? []
    const [, announcement = ''] = run.stdout.match(/^curl .*deployments\/version$/gm)?.toReversed() ?? []
    const answer = execFileSync('sh', ['-c', `${address}\n${announcement}`], { encoding: 'utf8' })
    expect(answer).toMatch(/^HTTP\/1\.1 202 .*"status":"delivered"/s)
  })

  test('Hold a scenario that passes as well', async () => {
    await using run = new CliRun(['backend/version-sent', '--hold'], OPTIONS)
    await run.untilPrinted('by hand, as it stands')
    expect(run.stdout).toContain('\n✓ backend/version-sent   holds\n')
    run.signal('SIGTERM')
    expect((await run.end()).code).toBe(0)
  })

  test('Name no address of a backend that has ended', async () => {
    await using run = new CliRun(
      ['backend/version-sent', '--backend-fault', 'dies-on-announcement', '--hold'],
      OPTIONS,
    )
    await run.untilPrinted('# no command: the backend ended with ')
    expect(run.stdout).toMatch(
      /\nheld: the mock gateway goes on running .*\n {2}backend {4}none: the backend ended /,
    )
    run.signal('SIGTERM')
    expect((await run.end()).code).toBe(1)
  })

  test.runIf(process.platform === 'linux')('Leave nothing running where it is killed', async () => {
    await using run = new CliRun(LOST_VERSION, OPTIONS)
    await run.untilPrinted('by hand, as it stands')
    run.signal('SIGKILL')
    await run.untilNothingIsLeft()
  })
})
