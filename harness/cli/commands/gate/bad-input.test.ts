import { readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, describe, expect, test } from 'vitest'
import { runCli, SLOW_TEST } from '../../../test-support/cli-run.ts'
import { TemporaryDirectory } from '../../../util/temporary-directory.ts'

const directory = new TemporaryDirectory()
afterAll(() => directory[Symbol.dispose]())
directory.write('bare/readme.txt', 'no package here')
directory.write('broken/package.json', '{')
directory.write('null/package.json', 'null')
directory.write('unbuilt/package.json', '{"main":"dist/index.js"}')
directory.write('a-file', '')
directory.write('full/treasure.txt', '')
directory.write('no-reason.yaml', '- clause: send/named-event\n')
directory.write('no-clause.yaml', '- clause: send/nammed-event\n  reason: x\n')
directory.write('no-list.yaml', 'clause: send/named-event\n')
directory.write('good.yaml', '- clause: send/named-event\n  reason: x\n')
directory.write('other.yaml', '- clause: connect/response-event-first\n  reason: x\n')
directory.write('typo.yaml', '- clause: send/named-event\n  reason: x\n  exipres: 2027-03-31\n')
directory.write('no-day.yaml', '- clause: send/named-event\n  reason: x\n  expires: 2027-02-30\n')
directory.write('number.yaml', '- clause: send/named-event\n  reason: 5\n')
directory.write('broken.yaml', '- clause: [\n')

describe('Refuse in one sentence with exit code 2', SLOW_TEST, () => {
  const URL_OF_OURS = ['--gateway-url', 'http://127.0.0.1:9']
  test.each([
    [
      'an unknown flag',
      ['--gatway', 'x'],
      /unknown option '--gatway' \(Did you mean --gateway\?\); see .*--help/,
    ],
    [
      'a flag of another command',
      ['--hold', '--only', 'send'],
      /unknown option '--hold', which reproduce has; see .*--help/,
    ],
    ['a word too many', ['../gateway'], /too many arguments.*--help/],
    ['a flag without its value', ['--gateway'], /'--gateway <path\|package>' argument missing; see/],
    [
      'an unknown edition',
      ['--edition', 'callback-event'],
      /no such edition \(did you mean "callback-events"\?\)/,
    ],
    [
      'a clause that the edition does not have',
      ['--edition', 'send-only', '--only', 'connect/response-event-first'],
      /the edition send-only does not have this clause; it holds for callback-events/,
    ],
    ['an unknown clause', ['--only', 'send/nammed-event'], /\(did you mean "send\/named-event"\?\); --list/],
    [
      'a clause that its area does not have',
      ['--only', 'connect/nope'],
      /the area connect has no such clause; --list --only connect shows/,
    ],
    [
      'an area of another edition',
      ['--only', 'opening'],
      /^gate: --only opening: the edition callback-events does not have this area; it holds for envelope/,
    ],
    [
      'an area that the edition does not have',
      ['--only', 'connection-open', '--edition', 'envelope'],
      /the edition envelope does not have this area; it holds for callback-events/,
    ],
    ['an unknown area to leave out', ['--except', 'conect'], /^gate: --except conect is neither a clause/],
    [
      'nothing left to judge',
      ['--only', 'send/in-order', '--except', 'send'],
      /--except leaves no clause to judge/,
    ],
    ['an unknown area', ['--only', 'conect'], /nor an area.*\(did you mean "connect"\?\)/],
    [
      'an unknown file',
      ['--only', 'scenarios/task/sendd.test.ts'],
      /did you mean "scenarios\/task\/send.test.ts"\?/,
    ],
    [
      'a clause and a file',
      ['--only', 'send', '--only', 'scenarios/task/send.test.ts'],
      /not both at once; run/,
    ],
    [
      'an unknown fault',
      ['--fault', 'hang-on-sen'],
      /no such fault \(did you mean "hang-on-send"\?\); npm .*; see/,
    ],
    [
      'a fault for a gateway of yours',
      ['--fault', 'hang-on-send', '--gateway', '.'],
      /--fault breaks the bundled/,
    ],
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
    ['no seconds', ['--timeout', '0'], /Expected seconds, more than 0 and at most 600; see/],
    ['bad seconds', ['--startup-timeout', 'soon'], /Expected seconds/],
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
    [
      'a missing list of known failures',
      ['--known-failures', 'none.yaml'],
      /none.yaml cannot be read \(ENOENT\)/,
    ],
    [
      'a known failure without reason',
      ['--known-failures', 'no-reason.yaml'],
      /no-reason.yaml:1: .* add "reason:"/,
    ],
    [
      'a known failure of no clause',
      ['--known-failures', 'no-clause.yaml'],
      /did you mean "send\/named-event"\?/,
    ],
    [
      'known failures that are no list',
      ['--known-failures', 'no-list.yaml'],
      /no-list.yaml:1: expected a list/,
    ],
    [
      'a known failure with a typo',
      ['--known-failures', 'typo.yaml'],
      /typo.yaml:3: unknown field "exipres" \(did you mean "expires"\?\); expected/,
    ],
    [
      'a known failure until a day that no calendar has',
      ['--known-failures', 'no-day.yaml'],
      /no-day.yaml:3: .*"2027-02-30".*; expected .* such as 2027-03-31/,
    ],
    [
      'a known failure whose reason is a number',
      ['--known-failures', 'number.yaml'],
      /number.yaml:2: "reason" is the number 5; expected text/,
    ],
    [
      'known failures that are no YAML',
      ['--known-failures', 'broken.yaml'],
      /broken.yaml:2: not valid YAML .*; expected one list/,
    ],
    [
      'a known failure of another edition',
      ['--edition', 'envelope', '--known-failures', 'other.yaml'],
      /other.yaml:1: the edition envelope does not have .*--edition callback-events/,
    ],
    [
      'a draft over a file of yours',
      ['--write-known-failures', 'good.yaml'],
      /good.yaml exists and would be overwritten; name a new file, or give this one to --known-failures/,
    ],
    [
      'a draft over another list than the one given',
      ['--known-failures', 'good.yaml', '--write-known-failures', 'a-file'],
      /a-file exists and would be overwritten/,
    ],
    [
      'a draft under a file',
      ['--write-known-failures', 'a-file/known.yml'],
      /a-file\/known.yml cannot be written \(ENOTDIR\); name a file in a directory that exists/,
    ],
    [
      'a draft in a directory that is not there',
      ['--write-known-failures', 'nowhere/known.yml'],
      /nowhere\/known.yml cannot be written \(ENOENT\)/,
    ],
    [
      'a draft inside the report',
      ['--out', 'report', '--write-known-failures', 'report/known.yml'],
      /lies in --out .*report, which is replaced as a whole; name a place elsewhere/,
    ],
    ['a file as report', ['--out', 'a-file'], /is a file; name a directory/],
    ['a directory of other things as report', ['--out', 'full'], /other things.*treasure.txt.*new or empty/],
  ])('%s', async (_, args, sentence) => {
    const before = readdirSync(directory.path)
    const { code, stdout, stderr } = await runCli(args, { workingDirectory: directory.path })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^gate: [^\n]+\.\n$/)
    expect(stderr).toMatch(sentence)
    expect(stderr).not.toMatch(/\.;|\n\s+at /)
    expect(readdirSync(directory.path)).toEqual(before)
  })
})

test('Refuse a report under a file before anything is run', SLOW_TEST, async () => {
  const args = ['--only', 'send/named-event', '--out', 'a-file/report']
  const { code, stdout, stderr } = await runCli(args, { workingDirectory: directory.path })
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toMatch(
    /^gate: --out .*a-file\/report lies under .*a-file, which is a file; name another directory\.\n$/,
  )
})

describe('Report once, with exit code 3,', SLOW_TEST, () => {
  async function toldOnce(args: readonly string[], sentence: string): Promise<string> {
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
    const stdout = await toldOnce(args, 'ended with exit code 4 before it was ready. Run it by hand')
    expect(stdout).toMatch(/Last output:\n {6}no http:\S+secret=\[redacted\]\n {6}bye\n/)
  })

  test('a command that never listens', async () => {
    const stdout = await toldOnce(
      ['--gateway-command', 'sleep 1000', '--startup-timeout', '1'],
      'within 1 s; the connection was refused. Expected GET /readyz to answer 200',
    )
    expect(stdout).toContain('It printed nothing.')
  })

  test('a command that does not exist', async () => {
    const stdout = await toldOnce(['--gateway-command', 'no-such-gateway'], 'ended with exit code 127')
    expect(stdout).toContain('not found')
  })

  test('a URL where no program listens', async () => {
    const port = await unusedPort()
    await toldOnce(
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
    await toldOnce(
      ['--gateway-url', site.url, '--callback-port', `${await unusedPort()}`, '--startup-timeout', '1'],
      '/readyz answered 200 with text/html, which is a web page and no gateway.',
    )
  })

  test('a callback port that is taken', async () => {
    await using site = await webSite()
    await toldOnce(
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
