import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { ROOT } from '../../../util/root.ts'
import { parseOptions } from '../../options/parse.ts'
import { GATE } from '../gate/command.ts'
import { REPRODUCE, reproduction } from './command.ts'

const SCENARIO = `send/white-space-kept: 29 characters "it's $HOME \`id\`"`

function gate(args: readonly string[]) {
  const options = parseOptions(GATE, args)
  if (options === 'shown') throw new Error('Nothing was to be shown.')
  return options
}

/** What npm is given when the line is pasted into a plain shell, and what the shell says. */
function pasted(line: string, environment: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', `npm() { printf '%s\\0' "$@"; }\n${line}`], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...environment },
  })
  return { status, stderr, words: stdout.split('\0').slice(0, -1) }
}

const OPTIONS: readonly (readonly string[])[] = [
  [],
  ['--fault', 'trim-data', '--fault', 'drop-name'],
  ['--gateway', '../a gateway/dist', '--gateway-node', '/opt/node 24/bin/node', '--startup-timeout', '60'],
  ['--gateway-command', `exec bash -c 'run --port {port} --callback "{callbackUrl}"'`],
  ['--gateway-url', 'http://127.0.0.1:3000', '--callback-port', '3001', '--callback-host', '0.0.0.0'],
  ['--gateway-env', 'NODE_OPTIONS=--inspect=9230 --no-warnings', '--gateway-env', `EMPTY=`],
  ['--edition', 'send-only', '--cors', '--proxy-clients', '--network-fault', 'send-hold'],
  ['--timeout', '60'],
  [
    '--backend-command',
    'python app.py {port}',
    '--backend-env',
    'HOOKS=1',
    '--backend-startup-timeout',
    '40',
  ],
  ['--backend-url', 'http://127.0.0.1:5000', '--send-port', '5001'],
]

describe('Print the flags of the gate in the line that reproduces a failure:', () => {
  test.each(OPTIONS.map(args => [args.join(' ') || 'nothing', args] as const))('%s', (_what, args) => {
    const options = gate(args)
    const line = reproduction(options, SCENARIO)
    const { status, stderr, words } = pasted(line)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const given = words.slice(words.indexOf('--') + 1)
    const again = parseOptions(REPRODUCE, given)
    if (again === 'shown') throw new Error('Nothing was to be shown.')
    expect(again.scenario).toBe(SCENARIO)
    // The line of what was understood is the same line again.
    expect(reproduction(again, SCENARIO)).toBe(line)
    const { gateway, gatewayCommand, gatewayEnv, edition, networkFault, backendEnv } = options
    expect(again).toMatchObject({ gatewayEnv, edition, networkFault, backendEnv })
    expect(again).toMatchObject({
      ...(gateway === undefined ? {} : { gateway }),
      ...(gatewayCommand === undefined ? {} : { gatewayCommand }),
    })
  })
})

test.each([
  ['--gateway-env', 'API_TOKEN=hunter2', 'API_TOKEN'],
  ['--gateway-command', 'run --password=hunter2', 'GATEWAY_COMMAND'],
])('Run nothing where the secret of %s is not set', (flag, value, variable) => {
  const line = reproduction(gate([flag, value]), SCENARIO)
  expect(line).not.toMatch(/hunter2|…/)
  const without = pasted(line)
  expect({ failed: without.status !== 0, words: without.words }).toEqual({ failed: true, words: [] })
  expect(without.stderr).toContain(`set ${variable} to the value given as ${flag}`)
  const secret = value.replace(/^API_TOKEN=/, '')
  expect(pasted(line, { [variable]: secret }).words).toContain(value)
})
