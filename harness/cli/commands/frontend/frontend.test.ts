import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import getPort from 'get-port'
import { describe, expect, test } from 'vitest'
import { FrontendServer } from '../../../../fixtures/frontend/server.ts'
import { needs } from '../../../test-support/availability.ts'
import { type GateEnd, runCli, SLOW_TEST } from '../../../test-support/cli-run.ts'
import { TemporaryDirectory } from '../../../util/temporary-directory.ts'

const program = needs('chromium', 'The command that judges a page of the frontend')

function frontend(args: readonly string[], workingDirectory = process.cwd()): Promise<GateEnd> {
  return runCli(args, { workingDirectory, program: 'frontend' })
}

function oneSentence({ stderr }: GateEnd): string {
  const lines = stderr.trim().split('\n')
  expect(lines).toHaveLength(1)
  return lines[0] ?? ''
}

describe('A mistake of the caller is one sentence and the exit code 2:', SLOW_TEST, () => {
  test.each([
    [[], /^frontend: No page is named; give --page and the URL that a user opens/],
    [['--page', 'page.html'], /^frontend: --page "page\.html" is no URL; give --page/],
    [
      ['--page', 'file:///page.html'],
      /^frontend: --page .* is neither http nor https, and streams need a server/,
    ],
    [
      ['--page', 'http://127.0.0.1/', '--client-path', '/none'],
      /^frontend: --client-path names \/none, which is no program/,
    ],
    [
      ['--page', 'http://127.0.0.1/', '--only', 'frontend/ready-awaited'],
      /does not have this clause; it holds for envelope/,
    ],
    [['--page', 'http://127.0.0.1/', '--only', 'connect/fresh-token'], /it says nothing of a frontend/],
  ])('%j', async (args, sentence) => {
    const end = await frontend(args)
    expect(oneSentence(end)).toMatch(sentence)
    expect(end.code).toBe(2)
  })
})

test('--list shows the clauses of the edition.', SLOW_TEST, async () => {
  const { code, stdout } = await frontend(['--list', '--edition', 'envelope'])
  expect(code).toBe(0)
  expect(stdout.split('\n').filter(line => line.startsWith('frontend/'))).toHaveLength(5)
})

describe.runIf(program)('With a browser,', { timeout: 240_000 }, () => {
  test('a page that keeps the contract conforms, and the reports say so.', async () => {
    using directory = new TemporaryDirectory()
    await using server = await FrontendServer.listen()
    const out = join(directory.path, 'report')
    const { code, stdout } = await frontend(['--page', `${server.url}?task_id=42`, '--out', out])
    expect(stdout).toMatch(/^SSE frontend conformance {2}requirements for frontends, edition callback-events/)
    expect(stdout).toMatch(/conforms {2}http:\/\/127\.0\.0\.1:\d+\/\?task_id=42: of 4 clauses 4 passed/)
    expect(code).toBe(0)
    const result = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8'))
    expect(result).toMatchObject({ subject: 'frontend', edition: 'callback-events', exitCode: 0 })
    expect(readFileSync(join(out, 'junit.xml'), 'utf8')).toContain('frontend/reconnects')
  })

  test('a page with a fault does not conform, and its verdict names the frontend and a command.', async () => {
    await using server = await FrontendServer.listen()
    const page = `${server.url}?task_id=42&fault=removed-target`
    const { code, stdout } = await frontend(['--page', page, '--only', 'frontend/removed-targets-unused'])
    expect(stdout).toContain('frontend at fault: it asks for a stream that was removed')
    expect(stdout).toContain(
      `reproduce:  npm run frontend -- --page '${page}' --only frontend/removed-targets-unused`,
    )
    expect(code).toBe(1)
  })

  test.each([
    ['404', 'none', /answers 404; expected a page that opens streams/],
    [
      'no stream',
      'style.css',
      /opens no stream: within 1 s it made \d+ other requests; give the --page that shows/,
    ],
  ])('a page that answers with %s is not testable.', async (_, path, sentence) => {
    await using server = await FrontendServer.listen()
    const end = await frontend(['--page', `${server.url}${path}`, '--timeout', '1'])
    expect(oneSentence(end)).toMatch(sentence)
    expect(end.code).toBe(3)
  })

  test('a page that refuses connections is not testable.', async () => {
    const end = await frontend(['--page', `http://127.0.0.1:${await getPort()}/`])
    expect(oneSentence(end)).toMatch(/does not load \(net::ERR_CONNECTION_REFUSED\); give the --page/)
    expect(end.code).toBe(3)
  })

  test('a page whose answer never comes is not testable.', async () => {
    const silent = createServer(() => {})
    await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`
    const end = await frontend(['--page', url, '--timeout', '1'])
    silent.closeAllConnections()
    silent.close()
    expect(oneSentence(end)).toMatch(/does not load \(Timeout/)
    expect(end.code).toBe(3)
  })

  test('a page with a certificate that no browser accepts is not testable.', async () => {
    using directory = new TemporaryDirectory()
    const [key, certificate] = [join(directory.path, 'key'), join(directory.path, 'certificate')]
    const words = 'req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -keyout'.split(' ')
    execFileSync('openssl', [...words, key, '-out', certificate], { stdio: 'ignore' })
    const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(certificate) })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const end = await frontend(['--page', `https://localhost:${(server.address() as AddressInfo).port}/`])
    server.close()
    expect(oneSentence(end)).toMatch(/does not load \(net::ERR_CERT_AUTHORITY_INVALID\)/)
    expect(end.code).toBe(3)
  })
})
