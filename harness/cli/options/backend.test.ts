import { describe, expect, test } from 'vitest'
import { flaskFaults } from '../../backend/index.ts'
import { ConfigurationError } from '../../util/errors.ts'
import { GATE, type GateOptions } from '../commands/gate/command.ts'
import { BACKEND_BESIDE_GATEWAY } from './backend.ts'
import { flagsAgain } from './flags-again.ts'
import { parseOptions } from './parse.ts'

const URL_OF_OURS = ['--backend-url', 'http://127.0.0.1:5000']

function parse(...args: string[]): GateOptions {
  const options = parseOptions(GATE, args)
  if (options === 'shown') throw new Error('Help was shown.')
  return options
}

function refusal(...args: string[]): string {
  try {
    parse(...args)
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError)
    return (error as Error).message
  }
  throw new Error(`${args.join(' ')} was taken.`)
}

describe('Name a backend', () => {
  test('by no flag', () => {
    expect(parse()).toMatchObject({ backendEnv: {}, backendFault: [], backendStartupTimeout: 15 })
  })

  test.each(['mock', 'flask'])('by the name of a bundled one: %s', name => {
    expect(parse('--backend', name)).toMatchObject({ backend: name })
  })

  test('with settings', () => {
    const args = ['--backend-env', 'A=1', '--backend-env', 'B=x=y']
    expect(parse('--backend', 'flask', ...args).backendEnv).toEqual({ A: '1', B: 'x=y' })
    expect(parse('--backend-command', 'x', ...args).backendEnv).toEqual({ A: '1', B: 'x=y' })
  })

  test('with faults of the bundled Flask backend', () => {
    const [first = '', second = ''] = flaskFaults()
    expect(parse('--backend', 'flask', '--backend-fault', first, '--backend-fault', second)).toMatchObject({
      backendFault: [first, second],
    })
  })

  test('by its URL, with the port for its sends', () => {
    expect(parse(...URL_OF_OURS, '--send-port', '3000')).toMatchObject({
      backendUrl: 'http://127.0.0.1:5000',
      sendPort: 3000,
    })
  })
})

describe('Refuse in one sentence', () => {
  test.each([
    [
      'an unknown one',
      ['--backend', 'flsk'],
      /no such backend \(did you mean "flask"\?\); choose mock or flask\. --backend-command, --backend-url and --backend image:NAME name .*; see/,
    ],
    [
      'a directory',
      ['--backend', '../../backend'],
      /no such backend; choose mock or flask\. --backend-command/,
    ],
    [
      'two',
      ['--backend', 'flask', '--backend-command', 'x'],
      /^More than one backend is named \(flask, x\); give one of --backend, --backend-command and --backend-url\.$/,
    ],
    ['a URL without the port of its sends', URL_OF_OURS, /^--backend-url needs --send-port: the port that/],
    ['a port for sends without a URL', ['--send-port', '3000'], /^--send-port goes with --backend-url;/],
    ['a bad port', [...URL_OF_OURS, '--send-port', '0'], /Expected a port from 1 to 65535; see/],
    [
      'settings for one that runs already',
      [...URL_OF_OURS, '--send-port', '3000', '--backend-env', 'A=1'],
      /^--backend-env is for a backend that we start; the one at --backend-url runs already\.$/,
    ],
    [
      'settings for the mock one',
      ['--backend', 'mock', '--backend-env', 'A=1'],
      /^--backend-env is for a backend that we start; give --backend flask or --backend-command with it\.$/,
    ],
    ['settings for none', ['--backend-env', 'A=1'], /^--backend-env is for a backend that we start; give/],
    [
      'a setting with two values',
      ['--backend', 'flask', '--backend-env', 'A=1', '--backend-env', 'A=2'],
      /A is set twice; set it once; see/,
    ],
    ['a setting without a value', ['--backend', 'flask', '--backend-env', 'A'], /Expected KEY=VALUE; see/],
    [
      'a port of its own',
      ['--backend', 'flask', '--backend-env', 'PORT=5000'],
      /^--backend-env cannot set PORT; a backend that we start is told the port we found\.$/,
    ],
    [
      'a Python for another',
      ['--backend-command', 'x', '--backend-python', 'python3.12'],
      /^--backend-python goes with --backend flask;/,
    ],
    [
      'a fault of another',
      ['--backend-command', 'x', '--backend-fault', 'no-connection-open'],
      /^--backend-fault breaks the bundled Flask backend; give --backend flask with it\.$/,
    ],
    [
      'an unknown fault',
      ['--backend', 'flask', '--backend-fault', 'no-connection-opn'],
      /no such fault of the Flask backend \(did you mean "no-connection-open"\?\); .* --list --only flask shows all \d+; see/,
    ],
    [
      'faults in two ways',
      [
        '--backend',
        'flask',
        '--backend-fault',
        'no-connection-open',
        '--backend-env',
        'SSE_BACKEND_FAULTS=slow-sends',
      ],
      /^--backend-fault and --backend-env SSE_BACKEND_FAULTS say the same thing twice; give one of them\.$/,
    ],
    [
      'a wait for the mock one',
      ['--backend-startup-timeout', '5'],
      /^--backend-startup-timeout is for a backend that runs beside us;/,
    ],
    ['no seconds', ['--backend', 'flask', '--backend-startup-timeout', '0'], /Expected seconds, more than 0/],
  ])('%s', (_, args, sentence) => {
    const message = refusal(...args)
    expect(message).toMatch(sentence)
    expect(message).toMatch(/^[^\n]+\.$/)
    expect(message).not.toMatch(/\.;/)
  })
})

describe('Print the flags of a backend again', () => {
  test.each([
    ['flask', ['--backend', 'flask', '--backend-python', './my python', '--backend-startup-timeout', '30']],
    ['a command', ['--backend-command', 'run --port {port}']],
    ['a URL', [...URL_OF_OURS, '--send-port', '3000']],
    ['nothing', []],
  ])('as they were given: %s', (_, args) => {
    const unquoted = flagsAgain(BACKEND_BESIDE_GATEWAY, parse(...args))
      .join(' ')
      .replaceAll("'", '')
    expect(unquoted).toBe(args.join(' '))
  })

  test('as words of a shell, with variables for secrets', () => {
    const args = [
      '--backend',
      'flask',
      '--backend-env',
      'KEY=hunter2',
      '--backend-fault',
      'no-connection-open',
    ]
    expect(flagsAgain(BACKEND_BESIDE_GATEWAY, parse(...args))).toEqual([
      '--backend flask',
      '--backend-fault no-connection-open',
      `--backend-env KEY="\${KEY:?set KEY to the value given as --backend-env KEY}"`,
    ])
    expect(flagsAgain(BACKEND_BESIDE_GATEWAY, parse('--backend-command', 'run --secret=hunter2'))).toEqual([
      `--backend-command "\${BACKEND_COMMAND:?set BACKEND_COMMAND to the value given as --backend-command}"`,
    ])
  })
})
