import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GateEnd, runCli, SLOW_TEST } from '../../../test-support/cli-run.ts'
import { TemporaryDirectory } from '../../../util/temporary-directory.ts'

/** Somebody else's port, on which nobody speaks HTTP. */
const server = createServer(socket => socket.destroy())
let taken = 0
let plain: GateEnd
const directory = new TemporaryDirectory()

const GATEWAY = fileURLToPath(new URL('../../../../fixtures/reference-gateway/index.ts', import.meta.url))
const BACKEND = fileURLToPath(new URL('../../../backend/targets/mock/server.ts', import.meta.url))
/** Clauses on each edge: a gateway that ends by itself, a browser, a callback, and a backend that sends. */
const SOME = [
  'lifecycle/invalid-port-exits',
  'connect/reconnect-is-new',
  'connect/response-event-forwarded',
  'send/named-event',
  'version/live-delivered',
].flatMap(clause => ['--only', clause])

function judged(environment: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<GateEnd> {
  return runCli([...SOME, '--backend-command', `exec "${process.execPath}" "${BACKEND}"`, ...args], {
    workingDirectory: directory.path,
    environment,
  })
}

/** What is said of the clauses, without colours and durations, and without the order in which files end. */
function verdicts({ code, stdout }: GateEnd): unknown {
  const lines = stripVTControlCharacters(stdout).replaceAll(/ +\d+(?:\.\d+)? m?s\b/g, '')
  return { code, told: lines.replaceAll(/^ .* files done; .*\n/gm, '') }
}

beforeAll(async () => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  taken = (server.address() as AddressInfo).port
  plain = await judged({})
}, SLOW_TEST.timeout)

afterAll(() => {
  server.close()
  directory[Symbol.dispose]()
})

test('Pass in a plain environment', () => {
  expect(plain).toMatchObject({ code: 0, stdout: expect.stringMatching(/ 5 passed/) })
})

test.for([
  ['an inspector', () => ({ NODE_OPTIONS: '--inspect=0' })],
  ['an inspector whose port is taken', () => ({ NODE_OPTIONS: `--inspect=${taken}` })],
  [
    'a proxy that is dead, for every program',
    () => {
      const proxy = `http://127.0.0.1:${taken}`
      const names = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy']
      return { NODE_USE_ENV_PROXY: '1', ...Object.fromEntries(names.map(name => [name, proxy])) }
    },
  ],
  [
    'another language, place and time',
    () => ({ LANG: 'de_DE.UTF-8', LC_ALL: 'C', LANGUAGE: 'de', TZ: 'Pacific/Kiritimati' }),
  ],
  [
    'a deployment and its certificates',
    () => ({ NODE_ENV: 'production', CI: '1', NODE_EXTRA_CA_CERTS: '/nonexistent.pem' }),
  ],
  ['colours', () => ({ FORCE_COLOR: '1', NO_COLOR: '' })],
  ['talkative libraries', () => ({ DEBUG: '*', NODE_DEBUG: 'http,net', npm_config_loglevel: 'silly' })],
  ['IPv6 first', () => ({ NODE_OPTIONS: '--dns-result-order=ipv6first' })],
] as const)('Give the same verdicts with %s in the environment', SLOW_TEST, async ([, environment]) => {
  expect(verdicts(await judged(environment()))).toEqual(verdicts(plain))
})

test(
  'Start gateway and backend without the inspector and around the proxy of the environment',
  SLOW_TEST,
  async () => {
    const proxy = { HTTP_PROXY: `http://127.0.0.1:${taken}`, NO_PROXY: 'corp.example' }
    const environment = { ...proxy, NODE_OPTIONS: '--inspect=0 --trace-warnings' }
    const { code } = await runCli(
      [
        ...['--only', 'version/live-delivered', '--gateway-env', 'HTTP_PROXY=http://mine.example'],
        ...['--gateway-command', `env > gateway.env; exec "${process.execPath}" "${GATEWAY}"`],
        ...['--backend-command', `env > backend.env; exec "${process.execPath}" "${BACKEND}"`],
        ...['--backend-env', `NODE_OPTIONS=--inspect=${taken}`],
      ],
      { workingDirectory: directory.path, environment },
    )
    expect(code).toBe(0)
    const told = (name: string) => readFileSync(join(directory.path, name), 'utf8').split('\n')
    const around = 'NO_PROXY=corp.example,127.0.0.1,localhost'
    expect(told('gateway.env')).toEqual(
      expect.arrayContaining([around, 'HTTP_PROXY=http://mine.example', 'NODE_OPTIONS=--trace-warnings']),
    )
    expect(told('backend.env')).toEqual(
      expect.arrayContaining([around, `HTTP_PROXY=${proxy.HTTP_PROXY}`, `NODE_OPTIONS=--inspect=${taken}`]),
    )
  },
)

test('Take no inspector port for the port of the gateway', SLOW_TEST, async () => {
  const { code, stdout } = await judged({}, '--gateway-env', `NODE_OPTIONS=--inspect=${taken}`)
  expect(code).toBe(0)
  expect(stdout).toMatch(/ 5 passed/)
})

test(
  'A gateway that waits for a debugger is told of, with the flag that gives it time.',
  SLOW_TEST,
  async () => {
    const waits = ['--gateway-env', 'NODE_OPTIONS=--inspect-brk=0', '--startup-timeout', '2']
    const { code, stdout } = await runCli(['--only', 'connection-open', ...waits], {
      workingDirectory: directory.path,
    })
    expect(code).toBe(3)
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'Node.js listens for a debugger, and with --inspect-brk waits for it: attach one, and give it time with --startup-timeout 120. Last output: Debugger listening on',
    )
  },
)
