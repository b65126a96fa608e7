import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, describe, expect, test } from 'vitest'
import { runCli, SLOW_TEST } from '../../../test-support/cli-run.ts'
import { expectRefusal } from '../../../test-support/expect-refusal.ts'
import { TemporaryDirectory } from '../../../util/temporary-directory.ts'

const directory = new TemporaryDirectory()
afterAll(() => directory[Symbol.dispose]())
directory.write('bare/readme.txt', 'no package here')
directory.write('broken/package.json', '{')
directory.write('null/package.json', 'null')
directory.write('unbuilt/package.json', '{"main":"dist/index.js"}')
directory.write('a-file', '')

describe('Refuse in one sentence with exit code 2', SLOW_TEST, () => {
  const URL_OF_OURS = ['--gateway-url', 'http://127.0.0.1:9']
  test.each([
    [
      'two gateways',
      ['--gateway', '.', '--gateway-command', 'x'],
      /More than one gateway.*give one of --gateway/,
    ],
    ['a URL without the port of its callbacks', URL_OF_OURS, /--gateway-url needs --callback-port/],
    ['a callback port without a URL', ['--callback-port', '4000'], /--callback-port goes with --gateway-url/],
    [
      'an environment for a gateway that runs already',
      [...URL_OF_OURS, '--callback-port', '4000', '--gateway-env', 'A=1'],
      /--gateway-node and --gateway-env are for a gateway that we start/,
    ],
    ['a bad port', [...URL_OF_OURS, '--callback-port', '70000'], /Expected a port from 1 to 65535; see/],
    ['a bad URL', ['--gateway-url', 'here', '--callback-port', '4000'], /is not a URL; expected/],
    ['an https URL', ['--gateway-url', 'https://x', '--callback-port', '4000'], /is not plain http/],
    ['a variable without a value', ['--gateway-env', 'KEY'], /Expected KEY=VALUE; see/],
    ['an empty command', ['--gateway-command', ' '], /--gateway-command is empty/],
    ['a directory without package.json', ['--gateway', 'bare'], /without a package.json .*give the top/],
    ['a broken package.json', ['--gateway', 'broken'], /is not valid JSON; repair it/],
    ['a package.json that is no object', ['--gateway', 'null'], /is not a JSON object; repair it/],
    ['a checkout that is not built', ['--gateway', 'unbuilt'], /is not built.*npm run build/],
    ['a path that does not exist', ['--gateway', './nowhere'], /does not exist \(looked at .*\/nowhere\)/],
    ['a package that is not installed', ['--gateway', '@acme/gateway'], /install the package first/],
    [
      'a node that does not run',
      ['--gateway', 'a-file', '--gateway-node', './no-node'],
      /"\.\/no-node" does not run/,
    ],
  ])('%s', (_, args, sentence) => expectRefusal(args, sentence, { workingDirectory: directory.path }))
})

describe('Report once, with exit code 3,', SLOW_TEST, () => {
  async function reportedOnce(args: readonly string[], sentence: string): Promise<string> {
    const { code, stdout, stderr } = await runCli(args, { workingDirectory: directory.path })
    expect({ code, stderr }).toEqual({ code: 3, stderr: '' })
    expect(stdout.replace(/\s+/g, ' ').split(sentence)).toHaveLength(2)
    expect(stdout).toMatch(/\n\? \d+ clauses {3}not testable: /)
    expect(stdout).toMatch(/\nnot testable {2}.*: of \d+ clauses \d+ not testable/)
    expect(stdout).not.toMatch(/\n\s+at |✓|✗/)
    return stdout
  }

  test('a command that ends, with its last output and without its secret', async () => {
    const args = ['--gateway-command', 'echo "no $CALLBACK_URL"; echo bye >&2; exit 4', '--out', 'ended']
    const stdout = await reportedOnce(args, 'ended with exit code 4 before it was ready. Run it by hand')
    expect(stdout).toMatch(/Last output:\n {6}no http:\S+secret=\[redacted\]\n {6}bye\n/)
  })

  test('a command that never listens', async () => {
    const stdout = await reportedOnce(
      ['--gateway-command', 'sleep 1000', '--startup-timeout', '1'],
      'within 1 s; the connection was refused. Expected GET /readyz to answer 200',
    )
    expect(stdout).toContain('It printed nothing.')
  })

  test('a command that does not exist', async () => {
    const stdout = await reportedOnce(['--gateway-command', 'no-such-gateway'], 'ended with exit code 127')
    expect(stdout).toContain('not found')
  })

  test('a URL where no program listens', async () => {
    const port = await unusedPort()
    await reportedOnce(
      [
        '--gateway-url',
        `http://127.0.0.1:${port}`,
        '--callback-port',
        `${await unusedPort()}`,
        '--startup-timeout',
        '1',
      ],
      `at http://127.0.0.1:${port} within 1 s; the connection was refused.`,
    )
  })

  test('a web server', async () => {
    await using site = await webSite()
    await reportedOnce(
      ['--gateway-url', site.url, '--callback-port', `${await unusedPort()}`, '--startup-timeout', '1'],
      '/readyz answered 200 with text/html, which is a web page and no gateway.',
    )
  })

  test('a callback port that is taken', async () => {
    await using site = await webSite()
    await reportedOnce(
      ['--gateway-url', site.url, '--callback-port', new URL(site.url).port],
      '(EADDRINUSE); free that port or give another --callback-port.',
    )
  })
})

async function webSite(): Promise<{ url: string } & AsyncDisposable> {
  const server = createServer((_, response) =>
    response.setHeader('content-type', 'text/html').end('<h1>Hi</h1>'),
  )
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () => new Promise<void>(resolve => server.close(() => resolve())),
  }
}

async function unusedPort(): Promise<number> {
  await using site = await webSite()
  return Number(new URL(site.url).port)
}
