import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RunResult } from '../../report/index.ts'
import { CliRun, type GateEnd, runCli, SLOW_TEST } from '../../test-support/cli-run.ts'
import { TemporaryDirectory } from '../../util/temporary-directory.ts'
import { typedCommand } from '../options/typed-command.ts'

const CLAUSE = 'connect/response-event-forwarded'
const FAILING = ['--only', CLAUSE, '--fault', 'drop-connect-response']
const WARNING = ['--only', 'replace', '--fault', 'wait-for-disconnect']

let directory: TemporaryDirectory

beforeEach(() => {
  directory = new TemporaryDirectory()
})

afterEach(() => directory[Symbol.dispose]())

function gate(...args: readonly string[]): Promise<GateEnd> {
  return runCli(args, { workingDirectory: directory.path })
}

function text(name: string): string {
  return readFileSync(join(directory.path, name), 'utf8')
}

function list(expires: string): string {
  return `- clause: ${CLAUSE}\n  reason: not built yet\n  expires: ${expires}\n`
}

describe('A known failure with a last day', SLOW_TEST, () => {
  test('Accept a known failure until its last day', async () => {
    directory.write('known.yml', list('9999-12-31'))
    const { code, stdout } = await gate(...FAILING, '--known-failures', 'known.yml')
    expect(code).toBe(0)
    expect(stdout).toContain(`~ ${CLAUSE}   known failure until 9999-12-31: not built yet\n`)
  })

  test('Fail the gate with the whole verdict after the last day of a known failure', async () => {
    directory.write('known.yml', list('2020-02-29'))
    const { code, stdout } = await gate(...FAILING, '--known-failures', 'known.yml')
    expect(code).toBe(1)
    expect(stdout).toMatch(
      /stale: listed as a known failure \("not built yet"\), which expired on 2020-02-29:/,
    )
    expect(stdout).toContain(
      `✗ ${CLAUSE}   MUST   gateway at fault: it did not send the event of the connect answer to the client\n`,
    )
  })
})

test('Fail a SHOULD clause under --strict, and name --strict', SLOW_TEST, async () => {
  const { code, stdout } = await gate(...WARNING, '--strict', '--out', 'report')
  const result: RunResult = JSON.parse(text('report/result.json'))
  expect(code).toBe(1)
  expect(result).toMatchObject({ strict: true, conforms: false, counts: { failed: 1, warnings: 0 } })
  expect(stdout).toContain(
    `${typedCommand('reproduce', ['replace/close-does-not-wait --fault wait-for-disconnect'], directory.path)}\n`,
  )
})

describe('--write-known-failures', SLOW_TEST, () => {
  test('Draft a list with which the gateway conforms, without a change of the exit code', async () => {
    const first = await gate(...FAILING, '--write-known-failures', 'known.yml')
    expect(first.code).toBe(1)
    expect(first.stdout).toContain(`known failures   ${join(directory.path, 'known.yml')} (1 clause)\n`)
    expect(text('known.yml')).toContain(
      `# gateway at fault: it did not send the event of the connect answer to the client\n- clause: ${CLAUSE}\n`,
    )
    expect((await gate(...FAILING, '--known-failures', 'known.yml')).code).toBe(0)
    expect(readdirSync(directory.path)).toEqual(['known.yml'])
  })

  test('Read no list in the first run of a command that reads and replaces it, and draft the same in the second', async () => {
    const both = ['--known-failures', 'known.yml', '--write-known-failures', 'known.yml']
    const tokens = ['--only', 'send/invalid-utf8-refused', '--fault', 'accept-invalid-utf8']
    const first = await gate(...tokens, '--strict', ...both)
    expect({ code: first.code, stderr: first.stderr }).toEqual({ code: 1, stderr: '' })
    const drafted = text('known.yml')
    expect(drafted).toMatch(/reason: .*: '…'\. The gateway answered 200/)
    await gate(...tokens, '--write-known-failures', 'other.yml')
    expect(text('other.yml')).toBe(drafted)
    expect((await gate(...tokens, '--strict', ...both)).code).toBe(0)
    expect(text('known.yml')).toBe(drafted)
    const missing = await gate(
      ...tokens,
      '--known-failures',
      'none.yml',
      '--write-known-failures',
      'known.yml',
    )
    expect(missing.stderr).toMatch(/none\.yml cannot be read \(ENOENT\)/)
  })

  test('Draft the SHOULD clauses that fail', async () => {
    expect((await gate(...WARNING, '--write-known-failures', 'known.yml')).code).toBe(0)
    expect(text('known.yml')).toMatch(/ \(SHOULD\)\n- clause: replace\/close-does-not-wait\n/)
  })

  test('Replace the given list: keep the entries that fail, drop those that have healed', async () => {
    const healed = '- clause: send/named-event\n  reason: it was\n'
    directory.write('known.yml', `${healed}${list('9999-12-31')}`)
    const both = ['--known-failures', 'known.yml', '--write-known-failures', './known.yml']
    const { code } = await gate(...FAILING, '--only', 'send/named-event', ...both)
    expect(code).toBe(1)
    expect(text('known.yml')).toMatch(new RegExp(`^#.+\n#.+\n\n#.+\n${list('9999-12-31')}$`))
    expect(readdirSync(directory.path)).toEqual(['known.yml'])
  })

  test('Write no list where nothing was testable, and say so', async () => {
    const { code, stdout } = await gate('--gateway-command', 'exit 4', '--write-known-failures', 'known.yml')
    expect(code).toBe(3)
    expect(stdout).toMatch(/\nno known failures were written to .*known\.yml: no clause was judged, /)
    expect(readdirSync(directory.path)).toEqual([])
  })

  test('Write no list after an interruption, and say so', async () => {
    await using run = new CliRun(['--write-known-failures', 'known.yml'], {
      workingDirectory: directory.path,
    })
    await run.untilPrinted('SSE gateway conformance')
    run.signal('SIGINT')
    const { code, stdout } = await run.end()
    expect(code).toBe(130)
    expect(stdout).toMatch(/\nno known failures were written to .*: the run was interrupted by SIGINT, /)
    expect(existsSync(join(directory.path, 'known.yml'))).toBe(false)
  })
})
