import { execaSync } from 'execa'
import { describe, expect, test } from 'vitest'
import { cleanedEnvironment } from '../../process/index.ts'
import { SLOW_TEST } from '../../test-support/cli-run.ts'
import { ROOT } from '../../util/root.ts'
import { GATE } from '../commands/gate/command.ts'
import { refuseSwallowedFlags } from './swallowed-flags.ts'

function refused(environment: Record<string, string>, args: string[] = []): string | undefined {
  try {
    refuseSwallowedFlags(GATE, args, { npm_lifecycle_event: 'gate', ...environment })
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

describe('Flags that npm kept', () => {
  test.each([
    [{ npm_config_gateway: '../x', npm_config_fast: 'true' }, [], '--gateway ../x --fast'],
    [{ npm_config_gateway: 'true', npm_config_repeat: 'true' }, ['../x', '3'], '--gateway ../x --repeat 3'],
    [{ npm_config_gateway: "it's" }, [], "--gateway 'it'\\''s'"],
    [{ npm_config_gateway: 'true' }, [], '--gateway …'],
    [{ npm_config_only: 'send', npm_config_fast: 'true' }, [], '--only send --fast'],
    [{ npm_config_gateway_env: 'A=1\n\nB=2' }, [], '--gateway-env A=1 --gateway-env B=2'],
  ])('Name the line to type: %j', (environment, args, flags) => {
    expect(refused(environment, args)).toMatch(/^npm kept --/)
    expect(refused(environment, args)?.split('npm run gate -- ')[1]).toBe(flags)
  })

  test('Print variables for values that may be secret', () => {
    const line = refused({ npm_config_gateway_env: 'API_TOKEN=hunter2x' })
    expect(line).toContain('--gateway-env API_TOKEN="${API_TOKEN:?')
    expect(line).not.toContain('hunter2x')
  })

  test('Ignore the configuration of npm, and other scripts', () => {
    expect(refused({ npm_config_only: 'prod' })).toBeUndefined()
    expect(refused({ npm_config_gateway: '../x', npm_lifecycle_event: 'test' })).toBeUndefined()
    expect(refused({})).toBeUndefined()
  })

  test.each<[script: string, args: string[], flags: string, command?: string]>([
    ['gate', ['--gateway=../x', '--fast'], '--gateway ../x --fast'],
    ['gate', ['--gateway', '../x'], '--gateway ../x'],
    ['probe', ['--gateway=../x'], '--gateway ../x'],
    ['backend', ['--backend=flask'], '--backend flask'],
    ['verify-backend', ['--backend=flask'], '--backend flask', 'backend'],
    ['gate', ['--wait-limit=9', '--gateway=../x'], '--gateway ../x --timeout 9'],
    ['repro', ['connection-open', '--gateway=../x'], 'connection-open --gateway ../x', 'reproduce'],
    [
      'reproduce',
      ['connection-open', '--gateway', '../x', '--edition', 'callback-events'],
      'connection-open --gateway ../x --edition callback-events',
    ],
    ['reproduce', ['--gateway', '../x', 'send/named-event'], 'send/named-event --gateway ../x'],
    ['faults', ['--verdicts'], '--verdicts'],
  ])('Refuse npm run %s %j', SLOW_TEST, (script, args, flags, command = script) => {
    const { exitCode, stdout, stderr } = execaSync('npm', ['--silent', 'run', script, ...args], {
      cwd: ROOT,
      env: cleanedEnvironment(),
      extendEnv: false,
      reject: false,
    })
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toMatch(new RegExp(`^${command}: npm kept --.*: npm run ${command} -- ${flags}$`))
  })
})
