import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { runCli, SLOW_TEST } from '../../test-support/cli-run.ts'
import { TemporaryDirectory } from '../../util/temporary-directory.ts'
import { BACKEND } from '../commands/backend/command.ts'
import { FAULTS } from '../commands/faults/command.ts'
import { GATE } from '../commands/gate/command.ts'
import { PROBE } from '../commands/probe/command.ts'
import { REPRODUCE } from '../commands/reproduce/command.ts'
import { networkFaultLines } from '../commands/reproduce/network-fault-summary.ts'
import { parseOptions } from './parse.ts'

const directory = new TemporaryDirectory()
afterAll(() => directory[Symbol.dispose]())
directory.write('README.md', '# A gateway')
directory.write('gateway.js', '')
symlinkSync('nowhere', join(directory.path, 'dangling'))

const PROGRAMS = {
  gate: (args: readonly string[]) => parseOptions(GATE, args),
  reproduce: (args: readonly string[]) => parseOptions(REPRODUCE, ['connection-open', ...args]),
  probe: (args: readonly string[]) => parseOptions(PROBE, args),
  backend: (args: readonly string[]) => parseOptions(BACKEND, args),
  faults: (args: readonly string[]) => parseOptions(FAULTS, args),
}

/** What the help of a program says, as it is printed. @param columns of the terminal; none in a pipe */
function helpOf(program: keyof typeof PROGRAMS, columns?: number): string {
  const { columns: real, isTTY } = process.stdout
  let told = ''
  const write = vi.spyOn(process.stdout, 'write').mockImplementation(text => {
    told += text
    return true
  })
  Object.assign(process.stdout, { columns, isTTY: columns !== undefined })
  try {
    PROGRAMS[program](['--help'])
  } finally {
    write.mockRestore()
    Object.assign(process.stdout, { columns: real, isTTY })
  }
  return stripVTControlCharacters(told)
}

afterEach(() => {
  vi.restoreAllMocks()
})

describe.each(Object.entries(PROGRAMS))('%s', (program, parse) => {
  const flags = [...helpOf(program as keyof typeof PROGRAMS).matchAll(/^ {2}(--[\w-]+) <([^>]+)>/gm)]

  test('Refuse each flag whose value is empty', () => {
    expect(flags.length).toBeGreaterThan(0)
    for (const [, flag = '', value] of flags) {
      const sentence = `${flag} is empty; expected <${value}>; set the variable of the shell that it comes from, or leave the flag out.`
      for (const args of [[flag, ''], [flag, ' '], [`${flag}=`]]) expect(() => parse(args)).toThrow(sentence)
    }
  })

  test('Print help in 60 columns, with the meaning of the exit codes', () => {
    const help = helpOf(program as keyof typeof PROGRAMS, 60)
    for (const line of help.split('\n')) expect(line, line).toHaveLength(Math.min(line.length, 60))
    expect(help.replace(/\s+/g, ' ')).toMatch(/Exit codes: 0 .* 2 wrong usage or configuration; 3 /)
  })
})

test.each(['gate', 'reproduce', 'probe'] as const)(
  'Name the editions and the list of faults in the help of %s',
  program => {
    const help = helpOf(program).replace(/\s+/g, ' ')
    expect(help).toMatch(
      /Editions: callback-events \(default\), send-only, envelope; .*run probe tells which/,
    )
    expect(help).toMatch(/run faults -- --list shows every name .* docs\/faults\.md/)
  },
)

test.each<[string, keyof typeof PROGRAMS, string[], RegExp]>([
  [
    'one of two values',
    'gate',
    ['--gateway', 'a', '--gateway', 'b'],
    /^--gateway is given twice \(a, b\); give/,
  ],
  [
    'one of two settings',
    'gate',
    ['--gateway-env', 'A=1', '--gateway-env', 'A=2'],
    /A is set twice; set it once/,
  ],
  ['a Node.js for no gateway', 'gate', ['--gateway-node', '/nope'], /^--gateway-node goes with --gateway/],
  ['a Node.js for a command', 'probe', ['--gateway-node', 'node', '--gateway-command', 'x'], /goes with/],
  [
    'a port that is ours to tell',
    'gate',
    ['--gateway-env', 'PORT=1'],
    /^--gateway-env cannot set PORT; a gateway/,
  ],
  [
    'a kind of timelines that are not saved',
    'gate',
    ['--save-timelines-of', 'all'],
    /goes with --save-timelines/,
  ],
  [
    'a fault like none',
    'gate',
    ['--fault', 'nope'],
    /no such fault; .*faults -- --list --only gateway shows all \d+;/,
  ],
  [
    'a fault like some',
    'reproduce',
    ['--fault', 'heartbeat'],
    /did you mean "no-heartbeat" or ".+" or ".+"\?\); npm/,
  ],
  [
    'a network fault',
    'gate',
    ['--network-fault', 'wrong'],
    /no such network fault; .* --only network shows all 16/,
  ],
  ['a fault of a backend', 'backend', ['--backend-fault', 'wrong'], /--only backend shows all \d+;/],
  [
    'a fault of the Flask backend',
    'gate',
    ['--backend-fault', 'wrong'],
    /--list --only flask shows all \d+;/,
  ],
  [
    'a fault of the catalogue',
    'faults',
    ['--only', 'wrong'],
    /no such fault.*; .*faults -- --list shows all/,
  ],
  [
    'an edition',
    'probe',
    ['--edition', 'envelop'],
    /\(did you mean "envelope"\?\); choose callback-events, send/,
  ],
  [
    'a backend',
    'gate',
    ['--backend', 'flusk'],
    /\(did you mean "flask"\?\); choose mock or flask\. --backend-com/,
  ],
])('Refuse %s', (_what, program, args, sentence) => {
  expect(() => PROGRAMS[program](args)).toThrow(sentence)
})

test('Take the same value given twice as one value', () => {
  expect(PROGRAMS.gate(['--edition', 'envelope', '--edition', 'envelope'])).toMatchObject({
    edition: 'envelope',
  })
})

test.each<[string, string[], RegExp]>([
  ['a gateway that is no script', ['--gateway', 'README.md'], /"README.md" is no script that Node.js runs/],
  ['a gateway that is no file', ['--gateway', '/dev/null'], /"\/dev\/null" is no script that Node.js runs/],
  [
    'another program as Node.js',
    ['--gateway', 'gateway.js', '--gateway-node', '/bin/sh'],
    /or is no Node.js; exp/,
  ],
  [
    'an address with a path',
    ['--gateway-url', 'http://127.0.0.1:9/base', '--callback-port', '4000'],
    /has a path, and this program appends the paths of the contract itself; give http:\/\/127\.0\.0\.1:9\./,
  ],
  [
    'a host that is none of ours',
    ['--callback-host', 'http://x'],
    /is no address of this machine \(\w+\); exp/,
  ],
  [
    'a report behind a link to nowhere',
    ['--out', 'dangling/report'],
    /dangling is a link whose target does not exist/,
  ],
  [
    'nothing left',
    ['--fast', '--only', 'connect/backend-timeout'],
    /^gate: --fast leaves no clause to judge: all/,
  ],
])('Refuse %s before anything is played', SLOW_TEST, async (_what, args, sentence) => {
  const { code, stdout, stderr } = await runCli(args, { workingDirectory: directory.path })
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toMatch(sentence)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
})

test('List the clauses of a file with --list --only', SLOW_TEST, async () => {
  const only = ['--list', '--only', 'scenarios/connection-open.test.ts']
  const { code, stdout } = await runCli(only, { workingDirectory: directory.path })
  expect(code).toBe(0)
  expect(stdout.match(/^\S+/gm)).toEqual(['connection-open/task-stream', 'connection-open/version-stream'])
})

test('List the faults with the flag of each place', SLOW_TEST, async () => {
  const list = ['--list', '--only', 'network', '--only', 'gateway/drop-name']
  const { code, stdout } = await runCli(list, { workingDirectory: directory.path, program: 'faults' })
  expect(code).toBe(0)
  expect(stdout).toMatch(
    /^gateway: --fault <name>, .*\n {2}drop-name +\S.*\.\n\nnetwork: --network-fault <name>\n/,
  )
  expect(stdout.match(/^ {2}(client|callback|send)-\S+ {2}/gm)).toHaveLength(16)
})

test('Say whether a network fault took effect in a scenario that holds', SLOW_TEST, async () => {
  const play = (fault: string) =>
    runCli(['connection-open', '--network-fault', fault], {
      workingDirectory: directory.path,
      program: 'reproduce',
    })
  const struck = await play('callback-delay')
  expect(struck.stdout).toMatch(
    /The network fault callback-delay struck at \d+\.\d ms \(what comes from the backend takes 20 ms longer\); the/,
  )
  expect(networkFaultLines(['send-cut'], { entries: [] })).toEqual([
    'The network fault send-cut never struck: no connection of the send edge got so far.',
  ])
})
