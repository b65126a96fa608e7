import { readdirSync } from 'node:fs'
import { expect } from 'vitest'
import { type GateRunOptions, runCli } from './cli-run.ts'

/** Expects that a command refuses its arguments with exit code 2, says why in one sentence, and writes nothing. */
export async function expectRefusal(
  args: readonly string[],
  sentence: RegExp,
  options: GateRunOptions,
): Promise<void> {
  const before = readdirSync(options.workingDirectory)
  const { code, stdout, stderr } = await runCli(args, options)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr.split(':')[0]).toBe(options.program ?? 'gate')
  expect(stderr).toMatch(/^[^\n]+\.\n$/)
  expect(stderr).toMatch(sentence)
  expect(stderr).not.toMatch(/\.;|\n\s+at /)
  expect(readdirSync(options.workingDirectory)).toEqual(before)
}
