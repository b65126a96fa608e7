import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { needs } from '../../../test-support/availability.ts'
import { runCli, SLOW_TEST } from '../../../test-support/cli-run.ts'
import { TemporaryDirectory } from '../../../util/temporary-directory.ts'

const program = needs('chromium', 'The gate with a browser as its client')

test(
  'A browser that is named and is none is wrong usage, and one that does not start is not testable.',
  SLOW_TEST,
  async () => {
    using directory = new TemporaryDirectory()
    const gate = (...args: string[]) =>
      runCli([...args, '--only', 'connect/opens-at-once'], { workingDirectory: directory.path })
    const wrong = await gate('--client', 'chromium', '--client-path', 'none')
    expect(wrong.stderr.trim()).toMatch(
      /^gate: --client-path names \S+none, which is no program; give the path of Chromium or Chrome\.$/,
    )
    expect(wrong.code).toBe(2)
    expect((await gate('--client-path', '/bin/ls')).stderr).toMatch(/^gate: --client-path goes with --client/)
    const proxied = await gate('--client', 'chromium', '--front', 'nginx')
    expect(proxied.code).toBe(2)
    expect(proxied.stderr).toMatch(/^gate: --client cannot be given together with a reverse proxy: .+\.\n$/)
    expect((await gate('--client', 'netscape')).stderr).toContain('There is no such browser')
    const dead = await gate('--client', 'chromium', '--client-path', '/bin/ls')
    expect(dead.stdout).toMatch(/The browser \/bin\/ls ended at once/)
    expect(dead.code).toBe(3)
  },
)

describe.runIf(program)('In Chromium,', SLOW_TEST, () => {
  test('a fault of the gateway has the same finding, and the report says what the browser played.', async () => {
    using directory = new TemporaryDirectory()
    const out = join(directory.path, 'report')
    const only = ['connect/response-event-forwarded', 'http/connection-close-honoured'].flatMap(id => [
      '--only',
      id,
    ])
    const { code, stdout } = await runCli(
      [
        '--client',
        'chromium',
        '--client-path',
        String(program),
        '--fault',
        'drop-connect-response',
        ...only,
        '--out',
        out,
      ],
      { workingDirectory: directory.path },
    )
    expect(code).toBe(1)
    expect(stdout).toContain(
      'gateway at fault: it did not send the event of the connect answer to the client',
    )
    expect(stdout).toMatch(/--client chromium/)
    expect(stdout).toMatch(
      /Chromium [\d.]+ played \d+ scenarios, and 0 in part; \d+ are not such as a browser can play/,
    )
    const { environment } = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8'))
    expect(environment.client).toMatchObject({ scenarios: { inPart: 0 } })
    expect(environment.client.scenarios.played).toBeGreaterThan(0)
    expect(environment.client.scenarios.ordinary).toBeGreaterThan(0)
  })
})
