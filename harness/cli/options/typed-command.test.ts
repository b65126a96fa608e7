import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { runCli, SLOW_TEST } from '../../test-support/cli-run.ts'
import { ROOT } from '../../util/root.ts'
import { typedCommand } from './typed-command.ts'

function elsewhere(): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'else where ')))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  return directory
}

describe('A command to type', () => {
  test('Print npm run in the checkout and below it', () => {
    expect(typedCommand('gate', [], ROOT)).toBe('npm run gate')
    expect(typedCommand('gate', ['--list'], join(ROOT, 'docs'))).toBe('npm run gate -- --list')
  })

  test(
    'Name the checkout where npm would not find it',
    () => {
      const other = elsewhere()
      mkdirSync(join(other, 'node_modules'))
      for (const directory of [other, join(ROOT, '..')]) {
        const command = typedCommand('probe', ['--help'], directory)
        expect(command).toMatch(/^npm --prefix \S+ run probe -- --help$/)
        const help = execFileSync('sh', ['-c', command], { cwd: directory, encoding: 'utf8' })
        expect(help).toContain(`Usage: ${typedCommand('probe', ['[options]'], directory)}`)
      }
    },
    SLOW_TEST.timeout,
  )
})

test(
  'Reproduce the same verdict with the printed line, in the directory where the gate was typed',
  async () => {
    const directory = elsewhere()
    const flags = ['--fault', 'drop-connect-response', '--timeout', '4']
    const gate = await runCli([...flags, '--only', 'connect/response-event-forwarded'], {
      workingDirectory: directory,
      throughNpm: true,
    })
    expect(gate.code).toBe(1)
    const headline = 'gateway at fault: it did not send the event of the connect answer to the client'
    expect(gate.stdout).toContain(headline)
    const line = /^ {2}reproduce: {2}(.*)$/m.exec(gate.stdout)?.[1] ?? 'none'
    expect(line).toMatch(/^npm --prefix \S+ run reproduce -- .*--fault drop-connect-response/)
    let printed = ''
    try {
      printed = execFileSync('sh', ['-c', line], { cwd: directory, encoding: 'utf8' })
    } catch (error) {
      const { status, stdout } = error as { status: number; stdout: string }
      expect(status).toBe(1)
      printed = stdout
    }
    expect(printed).toContain(headline)
  },
  SLOW_TEST.timeout,
)
