import { describe, expect, test } from 'vitest'
import { runCli, SLOW_TEST } from '../../../test-support/cli-run.ts'

const run = (...args: string[]) => runCli(args, { workingDirectory: process.cwd(), program: 'faults' })

describe('faults', SLOW_TEST, () => {
  test.each([
    ['an unknown fault', ['--only', 'hang-on-sen'], /no such fault \(did you mean "hang-on-send"\?\)/],
    ['an unknown place', ['--only', 'netwrok'], /no such fault \(did you mean "network"\?\)/],
    [
      'a fault in another place than its own',
      ['--only', 'network/hang-on-send'],
      /did you mean "hang-on-send"\?/,
    ],
    ['an unknown flag', ['--verdict'], /unknown option '--verdict'.*--help/],
    ['a word too many', ['hang-on-send'], /too many arguments.*--help/],
  ])('Refuse %s in one sentence with exit code 2', async (_what, args, words) => {
    const { code, stdout, stderr } = await run(...args)
    expect(stderr).toMatch(words)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  test('Print the clauses that fail, every verdict and the summary', async () => {
    const { code, stdout, stderr } = await run('--areas', '--verdicts', '--only', 'close-by-url')
    expect(stdout).toMatch(/^━━━ gateway\/close-by-url: A close ends every stream of the same URL\.$/m)
    expect(stdout).toMatch(/^✗ replace\/other-streams-isolated +MUST +gateway at fault: /m)
    expect(stdout).toMatch(/^✓ gateway\/close-by-url +gateway +1 red, \d+ untouched$/m)
    expect(stdout).toMatch(/1 of 1 detected; 1 of 1 failing clauses blamed correctly/)
    expect(stderr).toMatch(/^ +\d+ s {2}✓ gateway\/close-by-url$/m)
    expect(code).toBe(0)
  })
})
