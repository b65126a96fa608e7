import { existsSync, readFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { join } from 'node:path'
import getPort from 'get-port'
import { describe, expect, test } from 'vitest'
import { inheritedEnvironment, runCommand } from '../../../process/index.ts'
import type { RunResult } from '../../../report/index.ts'
import { needs } from '../../../test-support/availability.ts'
import { runCli, SLOW_TEST } from '../../../test-support/cli-run.ts'
import { TemporaryDirectory } from '../../../util/temporary-directory.ts'

const openssl = needs('openssl', 'What TLS errors of a deployment are called')

/** Runs the command with its report in a directory of its own. */
async function judged(args: readonly string[]) {
  using directory = new TemporaryDirectory()
  const end = await runCli([...args, '--out', 'report'], {
    program: 'deployment',
    workingDirectory: directory.path,
  })
  const file = join(directory.path, 'report/result.json')
  const result: RunResult | undefined = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
  return { ...end, result }
}

/** A server on loopback that ends with the scope. */
async function listening(server: Server, scheme = 'http'): Promise<AsyncDisposable & { url: string }> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        if ('closeAllConnections' in server) (server.closeAllConnections as () => void)()
      }),
  }
}

function serving(answer: RequestListener) {
  return listening(createServer(answer))
}

describe('Refuse in one sentence with exit code 2', SLOW_TEST, () => {
  test.each([
    ['a missing URL', [], /^deployment: No system is named; give --url and the address/],
    ['what is no URL', ['--url', 'staging'], /--url "staging" is not a URL; expected something like https/],
    ['another scheme', ['--url', 'ftp://x'], /--url "ftp:\/\/x" is neither http nor https/],
    ['a path', ['--url', 'https://x/app'], /has a path, .* give https:\/\/x\./],
    ['a query', ['--url', 'https://x/?a=1'], /has a query or a fragment/],
    ['a short secret', ['--url', 'https://x', '--callback-secret', 'abc'], /fewer than 4 characters/],
    ['a clause about gateways', ['--url', 'https://x', '--only', 'send'], /says nothing of a deployment/],
    [
      'what is no URL of a page',
      ['--url', 'https://x', '--page', 'index.html'],
      /--page "index.html" is no URL/,
    ],
    ['a browser without a page', ['--url', 'https://x', '--client-path', '/x'], /give --page with them/],
    ['an unknown flag', ['--gateway', 'x'], /unknown option '--gateway', which gate/],
  ])('%s', async (_what, args, sentence) => {
    const { code, stdout, stderr } = await judged(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(sentence)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })
})

describe('Report in one sentence with exit code 3 that nothing can be judged', SLOW_TEST, () => {
  async function refusal(url: string, ...more: string[]): Promise<string> {
    const { code, stdout, stderr } = await judged(['--url', url, ...more])
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    return stderr
  }

  test('where connections are refused', async () => {
    const url = `http://127.0.0.1:${await getPort()}`
    expect(await refusal(url)).toMatch(/cannot be judged: 127\.0\.0\.1:\d+ refuses connections; look at host/)
  })

  test('where the name of the host is unknown', async () => {
    expect(await refusal('http://staging.invalid')).toMatch(/for the host staging\.invalid; look at/)
  })

  test('where no answer comes in time', async () => {
    await using server = await serving(() => {})
    expect(await refusal(server.url, '--timeout', '0.2')).toMatch(/did not answer within 0\.2 s; .*--timeout/)
  })

  test('where everything is redirected, and do not follow', async () => {
    let asked = 0
    await using elsewhere = await serving((_, response) => {
      asked += 1
      response.end()
    })
    await using server = await serving((_, response) =>
      response.writeHead(302, { location: `${elsewhere.url}/login` }).end(),
    )
    expect(await refusal(server.url)).toMatch(
      /answered 302 with a redirect to http:.*\/login, which is not followed/,
    )
    expect(asked).toBe(0)
  })

  test('where a page asks for a password', async () => {
    await using server = await serving((_, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<form><input type="password"></form>'),
    )
    expect(await refusal(server.url)).toMatch(/a page that asks for a password/)
  })

  test('where the proxy refuses user and password, which are never printed', async () => {
    const seen: (string | undefined)[] = []
    await using server = await serving((request, response) => {
      seen.push(request.headers.authorization)
      response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end()
    })
    const printed = await refusal(server.url.replace('//', '//anna:open%20sesame@'))
    expect(printed).toMatch(/it asks for a user and a password, or refuses those that were given/)
    expect(printed).not.toMatch(/sesame|anna/)
    expect(seen).toEqual([`Basic ${btoa('anna:open sesame')}`])
  })

  test('where the server speaks no TLS', async () => {
    await using server = await serving((_, response) => response.end())
    expect(await refusal(server.url.replace('http:', 'https:'))).toMatch(/does not speak TLS/)
  })

  test.runIf(openssl).each([
    [
      'is signed by itself',
      '127.0.0.1',
      1,
      false,
      /is signed by itself; name its authority with NODE_EXTRA_CA/,
    ],
    ['has expired', '127.0.0.1', -1, true, /has expired; renew it/],
    ['is for another host', '127.0.0.2', 1, true, /is for another host; give the name that is in it/],
  ] as const)('where the certificate %s', async (_what, host, days, isTrusted, sentence) => {
    using directory = new TemporaryDirectory()
    const { key, certificate } = await selfSigned(openssl ?? '', directory.path, host, days)
    await using server = await listening(
      createTlsServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (_, response) =>
        response.end(),
      ),
      'https',
    )
    const { code, stderr } = await runCli(['--url', server.url], {
      program: 'deployment',
      workingDirectory: directory.path,
      environment: isTrusted ? { NODE_EXTRA_CA_CERTS: certificate } : {},
    })
    expect(code).toBe(3)
    expect(stderr).toMatch(sentence)
  })
})

/** Makes a certificate for an address. @param days how long it is valid; one of the past where negative */
async function selfSigned(openssl: string, directory: string, address: string, days: number) {
  const script = `set -e
    "$0" req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key -out request \
      -subj "/CN=$1" -addext "subjectAltName=IP:$1"
    "$0" x509 -req -in request -signkey key -days "$2" -copy_extensions copy -out certificate`
  const { exit, lines } = await runCommand(
    {
      command: '/bin/sh',
      args: ['-c', script, openssl, address, String(days)],
      cwd: directory,
      env: inheritedEnvironment(),
    },
    30_000,
  )
  expect(exit?.code, lines.map(({ text }) => text).join('\n')).toBe(0)
  return { key: join(directory, 'key'), certificate: join(directory, 'certificate') }
}

test('Print the points of the checklist', SLOW_TEST, async () => {
  const { code, stdout } = await judged(['--list'])
  expect(code).toBe(0)
  expect(stdout.match(/^deployment\/[a-z-]+ /gm)).toHaveLength(7)
})
