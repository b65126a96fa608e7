import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import getPort from 'get-port'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBackend } from '../../../backend/index.ts'
import { mockBackendTarget } from '../../../backend/targets/mock/index.ts'
import { cleanedEnvironment } from '../../../process/index.ts'
import { CliRun, runCli, SLOW_TEST } from '../../../test-support/cli-run.ts'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'backend-of-the-gate-'))
})

afterAll(() => rmSync(folder, { recursive: true }))

/** A command that starts a backend of a few lines. */
function backend(name: string, onRequest: string): string {
  const file = join(folder, `${name}.js`)
  writeFileSync(
    file,
    `require('node:http').createServer((request, response) => {
      const reply = (status, type, text) => response.writeHead(status, { 'content-type': type }).end(text)
      ${onRequest}
    }).listen(process.env.PORT, '127.0.0.1')`,
  )
  // Its own name is not in the command, so that a test can tell whether it runs.
  writeFileSync(join(folder, `${name}.sh`), `exec node ${file}`)
  return `exec sh ${name}.sh`
}

function judge(...args: string[]) {
  return runCli(['--only', 'version', ...args], { workingDirectory: folder })
}

describe('Report clauses as not testable, with the reason,', () => {
  test('where the backend ends at once', SLOW_TEST, async () => {
    const { code, stdout, stderr } = await judge('--backend-command', 'echo no database >&2; exit 3')
    expect(code).toBe(3)
    expect(stdout).toMatch(/ended with exit code 3 before it was[\s\S]*Last\s+output:\s+no database/)
    expect(`${stdout}${stderr}`).not.toMatch(/\n\s+at /)
  })

  test('where the backend never becomes healthy', SLOW_TEST, async () => {
    const command = backend('sick', `console.error('still migrating'); reply(503, 'application/json', '{}')`)
    const { code, stdout } = await judge('--backend-command', command, '--backend-startup-timeout', '1')
    expect(code).toBe(3)
    expect(stdout).toMatch(/No\s+backend became ready[\s\S]*last\s+answered\s+503[\s\S]*still migrating/)
  })

  test('where the backend answers callbacks with a web page, without its secret', SLOW_TEST, async () => {
    const command = backend(
      'page',
      `if (request.url.startsWith('/api/health')) reply(200, 'application/json', '{}')
       else { console.error('page for ' + request.url); reply(200, 'text/html', '<h1>Welcome</h1>') }`,
    )
    const { code, stdout, stderr } = await judge(
      '--backend-command',
      command,
      '--backend-env',
      'SSE_CALLBACK_SECRET=hunter2',
      '--out',
      'report',
    )
    expect(code).toBe(3)
    expect(stdout).toMatch(/answered\s+a\s+callback\s+with\s+200\s+and\s+text\/html/)
    expect(stdout).toMatch(/Last\s+output:[\s\S]*page for \/api\/sse\/callback\?secret=\[redacted\]/)
    expect(`${stdout}${stderr}`).not.toMatch(/hunter2|secret=[0-9a-f]/)
  })

  test('where no program listens at --backend-url', SLOW_TEST, async () => {
    const args = ['--backend-url', 'http://127.0.0.1:9', '--send-port', String(await getPort())]
    const { code, stdout } = await judge(...args, '--backend-startup-timeout', '1')
    expect(code).toBe(3)
    expect(stdout).toMatch(/No\s+backend became ready at http:\/\/127\.0\.0\.1:9 within\s+1 s/)
    expect(stdout).not.toMatch(/EADDRINUSE/)
  })
})

test('Judge with a running backend, whose sends come to --send-port', SLOW_TEST, async () => {
  const sendPort = await getPort()
  await using running = await startBackend(mockBackendTarget(), {
    gatewayUrl: `http://127.0.0.1:${sendPort}`,
    secret: 'unused',
  })
  const { code, stdout } = await judge('--backend-url', running.address, '--send-port', String(sendPort))
  expect(stdout).toMatch(/already running/)
  expect(stdout).toMatch(/3 passed/)
  expect(code).toBe(0)
})

test.each(['SIGINT', 'SIGKILL'] as const)(
  'End the backend where the gate gets %s',
  SLOW_TEST,
  async signal => {
    const command = backend(
      `slow-${signal}`,
      `if (request.url.startsWith('/api/health')) reply(200, 'application/json', '{}')`,
    )
    await using run = new CliRun(['--only', 'version', '--backend-command', command], {
      workingDirectory: folder,
      environment: cleanedEnvironment(),
    })
    await run.untilRuns(`slow-${signal}.js`)
    run.signal(signal)
    await run.untilNothingIsLeft()
  },
)
