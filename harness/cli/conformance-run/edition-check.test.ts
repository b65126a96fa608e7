import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { runCli, SLOW_TEST } from '../../test-support/cli-run.ts'
import { ROOT } from '../../util/root.ts'

const REFERENCE = fileURLToPath(new URL('../../../fixtures/reference-gateway/index.ts', import.meta.url))

function command(...flags: string[]): string[] {
  return ['--gateway-command', ['exec', `'${process.execPath}'`, `'${REFERENCE}'`, ...flags].join(' ')]
}

const NOTICE = /^! this gateway looks like edition envelope \(it opens a stream with "event: ready"/

describe('A gateway of another edition than the stated one', SLOW_TEST, () => {
  test('Name the edition before every verdict and at the end, with the command that judges by it', async () => {
    const flags = ['--only', 'stream', '--only', 'task']
    const gate = await runCli([...command('--edition', 'envelope'), ...flags], { workingDirectory: ROOT })
    expect(gate.code).toBe(1)
    const [first = '', ...rest] = gate.stdout.split('\n\n').slice(1)
    expect(first).toMatch(NOTICE)
    expect(rest.at(-3)).toMatch(NOTICE)
    expect(rest.join('\n').match(/^✗ \d+ clauses fail, most of them probably because/gm)).toHaveLength(1)
    expect(gate.stdout).not.toContain('check first:')
    const again = /Run again with: npm run gate -- (.*)$/m.exec(gate.stdout)?.[1] ?? 'none'
    expect(again).toContain('--edition envelope --only stream --only task')
  })

  test('Name the edition in reproduce as well', async () => {
    const { stdout } = await runCli(['task/progress-delivered', ...command('--edition', 'envelope')], {
      workingDirectory: ROOT,
      program: 'reproduce',
    })
    expect(stdout.split('\n\n')[1]).toMatch(NOTICE)
    expect(stdout).toMatch(
      /Run again with: npm run reproduce -- task\/progress-delivered .* --edition envelope\n/,
    )
  })
})

test(
  'Name no other edition for a gateway of the stated one, nor for one between two editions',
  SLOW_TEST,
  async () => {
    for (const flags of [[], ['--fault', 'drop-connect-response']]) {
      const { stdout } = await runCli([...command(...flags), '--only', 'task'], { workingDirectory: ROOT })
      expect(stdout).toMatch(/\n(conforms|does not conform) .*clauses/)
      expect(stdout).not.toContain('looks like edition')
    }
  },
)
