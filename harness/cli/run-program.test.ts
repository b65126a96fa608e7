import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runCli, SLOW_TEST } from '../test-support/cli-run.ts'
import { TemporaryDirectory } from '../util/temporary-directory.ts'

test('Write nothing into the home of the user', SLOW_TEST, async () => {
  using home = new TemporaryDirectory()
  const { code } = await runCli(['--only', 'connection-open'], {
    workingDirectory: home.path,
    environment: { HOME: home.path, XDG_DATA_HOME: join(home.path, 'data') },
  })
  expect(code).toBe(0)
  expect(readdirSync(home.path, { recursive: true })).toEqual([])
})

test('Refuse a TMPDIR that cannot be written to', SLOW_TEST, async () => {
  using directory = new TemporaryDirectory()
  const missing = join(directory.path, 'missing')
  const { code, stdout, stderr } = await runCli([], {
    workingDirectory: directory.path,
    environment: { TMPDIR: missing },
  })
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toBe(
    `gate: The directory for temporary files, ${missing}, cannot be written to (ENOENT); set TMPDIR to a directory that can.\n`,
  )
})
