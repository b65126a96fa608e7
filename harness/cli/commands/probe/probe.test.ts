import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import getPort from 'get-port'
import { afterAll, describe, expect, test } from 'vitest'
import { cleanedEnvironment, Subprocess, waitUntil } from '../../../process/index.ts'
import { runCli, SLOW_TEST } from '../../../test-support/cli-run.ts'
import { TemporaryDirectory } from '../../../util/temporary-directory.ts'
import { typedCommand } from '../../options/typed-command.ts'

const REFERENCE = fileURLToPath(new URL('../../../../fixtures/reference-gateway/index.ts', import.meta.url))

const directory = new TemporaryDirectory()
afterAll(() => directory[Symbol.dispose]())

/** One probe as a user runs it. */
async function probe(...args: readonly string[]) {
  const { code, stdout, stderr } = await runCli(args, { program: 'probe', workingDirectory: directory.path })
  return { code, stdout: stdout.replace(/\n$/, ''), stderr: stderr.trimEnd() }
}

/** The command of a gate as it is printed. */
function gate(flags: string): string {
  return typedCommand('gate', [flags], directory.path)
}

describe('A probe', SLOW_TEST, () => {
  test('Print every capability with its evidence, then the edition and its gate', async () => {
    const { code, stdout, stderr } = await probe('--fault', 'reject-send-during-connect')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^SSE gateway probe\ntarget {3}bundled reference gateway; .*reject-send-during/)
    expect(stdout).toMatch(/\n✓ connect-event {8}present {3}The event in .* first on the stream, once\.\n/)
    expect(stdout).toMatch(
      /\n- send-during-connect {2}absent {4}A send .* is refused \(404\)\.\n {4}backend → gateway {3}POST .* 404 /,
    )
    expect(stdout).toContain(
      '\nedition  callback-events, but a send during the connect callback is refused (404).\n' +
        `gate     ${gate('--fault reject-send-during-connect --edition callback-events')}\n`,
    )
    expect(stdout).not.toContain('\u001b')
  })

  test('Print the gate for the same gateway and its edition, with CORS', async () => {
    const command = `exec ${process.execPath} ${REFERENCE} --edition send-only --cors`
    const { code, stdout } = await probe('--gateway-command', command, '--gateway-env', 'KEY=s3cret')
    expect(code).toBe(0)
    expect(stdout).toContain(
      `\nedition  send-only with CORS.\ngate     ${gate(`--gateway-command '${command}' --gateway-env KEY="\${KEY:?set KEY to the value given as --gateway-env KEY}" --edition send-only --cors`)}\n`,
    )
    expect(stdout).not.toContain('s3cret')
  })

  test('Print nothing but JSON with --json', async () => {
    const { code, stdout } = await probe('--json', '--edition', 'envelope', '--fault', 'drop-ready')
    expect(code).toBe(0)
    const result = JSON.parse(stdout)
    expect(result).toMatchObject({
      schemaVersion: 1,
      target: { kind: 'reference', faults: ['drop-ready'] },
      nearest: ['envelope'],
      differences: { envelope: ['opening-signal'] },
      unseen: [],
      sentence: 'envelope, but there is no opening signal',
      gates: [gate('--fault drop-ready --edition envelope')],
    })
    expect(result.findings).toContainEqual({
      capability: 'refusal',
      state: 'present',
      form: 'stream',
      sentence: expect.any(String),
      evidence: expect.arrayContaining([expect.stringContaining('event: rejected')]),
    })
  })

  test('Leave no gateway running', async () => {
    const command = `echo $$ > pid; exec ${process.execPath} ${REFERENCE}`
    expect(await probe('--gateway-command', command)).toMatchObject({ code: 0 })
    const pid = Number(readFileSync(`${directory.path}/pid`, 'utf8'))
    expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  })

  test('Leave a gateway running that it did not start', async () => {
    const callbackPort = await getPort({ host: '127.0.0.1' })
    await using gateway = await Subprocess.start({
      command: process.execPath,
      args: [REFERENCE],
      env: {
        ...cleanedEnvironment(),
        PORT: '0',
        CALLBACK_URL: `http://127.0.0.1:${callbackPort}/api/sse/callback`,
      },
    })
    const address = await waitUntil(
      'the gateway to say where it listens',
      () => gateway.lines.map(({ text }) => /listening on (\S+)$/.exec(text)?.[1]).find(Boolean),
      { lastSeen: () => gateway.lastLines(5) },
    )
    const where = ['--gateway-url', `http://${address}`, '--callback-port', String(callbackPort)]
    const { code, stdout } = await probe(...where)
    expect(code).toBe(0)
    expect(stdout).toContain(
      `\nedition  callback-events.\ngate     ${gate(`${where.join(' ')} --edition callback-events`)}\n`,
    )
    expect(gateway.exit).toBeUndefined()
  })

  test('Print help', async () => {
    const { code, stdout } = await probe('--help')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Usage: .* probe .*[\s\S]*--gateway-url[\s\S]*--json/)
  })
})

describe('Refuse in one sentence with exit code 2', SLOW_TEST, () => {
  directory.write('unbuilt/package.json', '{"main":"dist/index.js"}')
  test.each([
    ['an unknown flag', ['--gatway', 'x'], /\(Did you mean --gateway\?\); see npm .*run probe -- --help/],
    ['a word too many', ['../gateway'], /too many arguments/],
    ['an edition that there is not', ['--edition', 'envelop'], /\(did you mean "envelope"\?\)/],
    [
      'an edition for a gateway of yours',
      ['--gateway', 'unbuilt', '--edition', 'envelope'],
      /the probe finds out/,
    ],
    ['a fault for a gateway of yours', ['--gateway', 'unbuilt', '--fault', 'drop-ready'], /--fault breaks/],
    ['a URL without the port of its callbacks', ['--gateway-url', 'http://[::1]:9'], /needs --callback-port/],
    ['a checkout that is not built', ['--gateway', 'unbuilt'], /is not built.*npm run build/],
    ['no seconds', ['--timeout', '0'], /Expected seconds/],
  ])('%s', async (_, args, sentence) => {
    const { code, stdout, stderr } = await probe(...args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^probe: [^\n]+\.$/)
    expect(stderr).toMatch(sentence)
  })
})

describe('Report once, with exit code 3,', SLOW_TEST, () => {
  test('a gateway that does not become ready', async () => {
    const { code, stdout, stderr } = await probe(
      '--json',
      '--gateway-command',
      'echo "no $CALLBACK_URL"; exec sleep 1000',
      '--startup-timeout',
      '0.5',
    )
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).toMatch(/^probe: No gateway became ready .* within 0\.5 s; the connection was refused\./)
    expect(stderr).toMatch(/\nLast output:\n {2}no http:\S+secret=\[redacted\]$/)
  })

  test('a gateway that dies of a request, with its last output', async () => {
    directory.write(
      'dies.mjs',
      `import { createServer } from 'node:http'
      createServer(({ url }, response) => {
        if (url === '/readyz') response.end('ok')
        else throw new Error('out of \\u001b[31mcheese')
      }).listen(process.env.PORT, '127.0.0.1')`,
    )
    const { code, stderr } = await probe('--gateway', './dies.mjs')
    expect(code).toBe(3)
    expect(stderr).toMatch(
      /^probe: The gateway ended with exit code 1 while it was looked at\.\nLast output:\n/,
    )
    expect(stderr).toContain('Error: out of \\x1b[31mcheese')
    expect(stderr).not.toMatch(/\n\s+at /)
  })
})
