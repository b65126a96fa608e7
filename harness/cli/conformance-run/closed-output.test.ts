import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { SLOW_TEST } from '../../test-support/cli-run.ts'
import { ROOT } from '../../util/root.ts'
import { TemporaryDirectory } from '../../util/temporary-directory.ts'

test('Write the reports where the output of a gate is closed', SLOW_TEST, async () => {
  using directory = new TemporaryDirectory()
  const report = join(directory.path, 'report')
  const args = [
    'harness/cli/start.cjs',
    'gate',
    '--only',
    'send/in-order',
    '--fault',
    'reorder',
    '--out',
    report,
  ]
  const gate = execa(process.execPath, args, { cwd: ROOT, reject: false, buffer: { stdout: false } })
  gate.stdout.destroy()
  const { exitCode, stderr } = await gate
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' })
  const result = JSON.parse(readFileSync(join(report, 'result.json'), 'utf8'))
  expect(result).toMatchObject({ conforms: false, exitCode: 1, counts: { failed: 1 } })
})
