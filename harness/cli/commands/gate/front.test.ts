import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { needs } from '../../../test-support/availability.ts'
import { type GateEnd, runCli, SLOW_TEST } from '../../../test-support/cli-run.ts'
import { ROOT } from '../../../util/root.ts'
import { TemporaryDirectory } from '../../../util/temporary-directory.ts'

const nginx = needs('nginx', 'The gate with a reverse proxy in front')
const directory = new TemporaryDirectory()
afterAll(() => directory[Symbol.dispose]())

const BUNDLED = readFileSync(join(ROOT, 'fixtures/front/nginx.conf'), 'utf8')
const ONE = ['--only', 'front/close-forwarded']
const SERVER =
  'server {\n  listen 127.0.0.1:{port};\n  location /api/sse/ {\n    proxy_pass http://{gateway};\n'
const STREAMS = '    proxy_http_version 1.1;\n    proxy_set_header Connection "";\n    proxy_buffering off;\n'
directory.write('own.conf', BUNDLED)
directory.write('fragment.conf', `${SERVER}${STREAMS}  }\n}\n`)
directory.write('no-gateway.conf', BUNDLED.replaceAll('{gateway}', '127.0.0.1:3000'))
directory.write('typo.conf', `${SERVER}    proxy_bufering off;\n  }\n}\n`)
directory.write(
  'page.conf',
  'server {\n  listen 127.0.0.1:{port};\n  # {gateway}\n  return 200 "<h1>Welcome</h1>";\n  default_type text/html;\n}\n',
)
directory.write('bad-gateway.conf', 'server {\n  listen 127.0.0.1:{port};\n  # {gateway}\n  return 502;\n}\n')

/** Judges one clause; proves that no file of it is left. */
async function gate(...args: string[]): Promise<GateEnd> {
  using temporary = new TemporaryDirectory()
  const environment = { TMPDIR: temporary.path }
  const end = await runCli(args, { workingDirectory: directory.path, environment })
  expect(readdirSync(temporary.path)).toEqual([])
  return end
}

describe.runIf(nginx)('Refuse in one sentence with exit code 2', SLOW_TEST, () => {
  test.each([
    [
      'a proxy that is not known',
      ['--front', 'apache'],
      /no such reverse proxy; choose nginx\. --front-config/,
    ],
    [
      'two proxies',
      ['--front', 'nginx', '--front-config', 'own.conf'],
      /^gate: More than one reverse proxy is named \(nginx, own\.conf\); give one of/,
    ],
    [
      'a configuration that is not there',
      ['--front-config', 'none.conf'],
      /"none\.conf" cannot be read \(ENOENT\)/,
    ],
    [
      'one without a place for the gateway',
      ['--front-config', 'no-gateway.conf'],
      /has no \{gateway\}: write \{port\}/,
    ],
    [
      'one that nginx refuses',
      ['--front-config', 'typo.conf'],
      /refused by nginx: unknown directive "proxy_bufering" in \S+\/typo\.conf:5; correct/,
    ],
    [
      'a URL that is none',
      ['--front-url', 'proxy', '--front-port', '4000'],
      /^gate: --front-url "proxy" is not a URL/,
    ],
    [
      'a URL without the port behind it',
      ['--front-url', 'http://127.0.0.1:9'],
      /--front-url needs --front-port/,
    ],
    [
      'a fault of no proxy',
      ['--front-fault', 'gzip-on'],
      /--front-fault breaks the bundled configuration; give --front/,
    ],
    [
      'a clause that needs a proxy',
      ['--only', 'front'],
      /it is about a reverse proxy .*; name one with --front/,
    ],
  ] as const)('%s', async (_, args, sentence) => {
    const { code, stderr, stdout } = await gate(...args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(sentence)
    expect(stderr.trimEnd()).not.toContain('\n')
  })
})

describe.runIf(nginx)('Test nothing through a proxy that does not lead to the gateway', SLOW_TEST, () => {
  let server: Server
  let url: string
  beforeAll(async () => {
    server = createServer((_, response) => response.writeHead(200).end('here'))
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => void server.close())

  test.each([
    ['one that answers 502', () => ['--front-config', 'bad-gateway.conf'], /front-check last answered 502\./],
    [
      'one with a page',
      () => ['--front-config', 'page.conf'],
      /answered 200 with text\/html, which is a web page/,
    ],
    [
      'one that is not there',
      () => ['--front-url', 'http://127.0.0.1:9', '--front-port', '4999'],
      /No reverse proxy became ready .*; the connection was refused/,
    ],
    [
      'one that leads elsewhere',
      () => ['--front-url', url, '--front-port', '4998'],
      /answered GET \/api\/sse\/\S+ 200, but nothing came from it to 127\.0\.0\.1:4998/,
    ],
    [
      'one whose port is taken',
      () => ['--front-url', url, '--front-port', new URL(url).port],
      /We cannot listen on 127\.0\.0\.1:\d+, where the running .* \(EADDRINUSE\); free that port/,
    ],
  ] as const)('%s', async (_, args, sentence) => {
    const { code, stdout } = await gate(...ONE, '--startup-timeout', '5', ...args())
    expect(code).toBe(3)
    expect(stdout.replace(/\s+/g, ' ')).toMatch(sentence)
  })
})

describe.runIf(nginx)('Judge a gateway through a configuration of the caller', SLOW_TEST, () => {
  test.each(['own.conf', 'fragment.conf'])('%s', async file => {
    const { code, stdout } = await gate(...ONE, '--front-config', file)
    expect(stdout).toContain(`front    ${file} (on the nginx of this machine)`)
    expect(code).toBe(0)
  })
})
