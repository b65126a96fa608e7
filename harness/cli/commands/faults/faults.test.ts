import { describe, expect, test } from 'vitest'
import { runCli, SLOW_TEST } from '../../../test-support/cli-run.ts'
import { expectRefusal } from '../../../test-support/expect-refusal.ts'

const OPTIONS = { workingDirectory: process.cwd(), program: 'faults' } as const

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
  ])('Refuse %s in one sentence with exit code 2', (_what, args, sentence) =>
    expectRefusal(args, sentence, OPTIONS),
  )

  test('Print the clauses that fail, every verdict and the summary', async () => {
    const { code, stdout, stderr } = await runCli(
      ['--areas', '--verdicts', '--only', 'close-by-url'],
      OPTIONS,
    )
    expect(stdout).toMatch(/^━━━ gateway\/close-by-url: A close ends every stream of the same URL\.$/m)
    expect(stdout).toMatch(/^✗ replace\/other-streams-isolated +MUST +gateway at fault: /m)
    expect(stdout).toMatch(/^✓ gateway\/close-by-url +gateway +1 red, \d+ untouched$/m)
    expect(stdout).toMatch(/1 of 1 detected; 1 of 1 failing clauses blamed correctly/)
    expect(stderr).toMatch(/^ +\d+ s {2}✓ gateway\/close-by-url$/m)
    expect(code).toBe(0)
  })
})
