import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { flagWords, settingWords } from './shell-words.ts'

/** The words that a shell makes of a line, or what it says against it. */
function pasted(line: string, environment: Record<string, string> = {}): string[] {
  const script = `printf '%s\\0' ${line}`
  return execFileSync('sh', ['-c', script], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
    .toString()
    .split('\0')
    .slice(0, -1)
}

describe('Variables of a program', () => {
  test.each([
    ['NODE_OPTIONS', '--max-old-space-size=64 --inspect'],
    ['HOOKS', '1'],
    ['EMPTY', ''],
    ['QUOTED', `it's "so" $HOME \`id\``],
  ])('Print %s as it is', (name, value) => {
    expect(pasted(settingWords('--gateway-env', { [name]: value }).join(' '))).toEqual([
      '--gateway-env',
      `${name}=${value}`,
    ])
  })

  test.each([
    ['API_TOKEN', 'hunter2'],
    ['SIGNING_KEY', 'hunter2'],
    ['DATABASE_URL', 'postgres://me:hunter2@db/x'],
    ['LINES', 'one\nhunter2'],
    ['my.secret', 'hunter2'],
  ])(
    'Print a shell variable for the value of %s, which the shell refuses where it is not set',
    (name, value) => {
      const [line = ''] = settingWords('--gateway-env', { [name]: value })
      expect(line).not.toContain('hunter2')
      const variable = /\$\{(\w+):\?/.exec(line)?.[1] ?? 'none'
      expect(() => pasted(line)).toThrow(`set ${variable} to the value given as --gateway-env`)
      expect(pasted(line, { [variable]: value })).toEqual(['--gateway-env', `${name}=${value}`])
    },
  )

  test('Use no shell variable that has another value', () => {
    expect(settingWords('--gateway-env', { PASSPATH: 'x' })).toEqual([
      `--gateway-env PASSPATH="\${PASSPATH:?set PASSPATH to the value given as --gateway-env PASSPATH}"`,
    ])
    process.env.PASSPATH = 'other'
    try {
      expect(settingWords('--gateway-env', { PASSPATH: 'x' })[0]).toContain('{GIVEN_PASSPATH:?')
    } finally {
      delete process.env.PASSPATH
    }
  })
})

test('Print a shell variable for a value that may be secret', () => {
  const [line = ''] = flagWords([['--gateway-command', 'run --password=hunter2']])
  expect(line).not.toContain('hunter2')
  expect(() => pasted(line)).toThrow('set GATEWAY_COMMAND to the value given as --gateway-command')
})
