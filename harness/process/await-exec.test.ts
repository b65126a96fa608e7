import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { SLOW_TEST } from '../test-support/processes.ts'
import { SpawnError } from './errors.ts'
import { markedProcesses, runId } from './run-marker.ts'
import { Subprocess, type SubprocessOptions } from './subprocess.ts'

const folder = mkdtempSync(join(tmpdir(), 'start-'))
const path = process.env.PATH ?? ''
afterAll(() => rmSync(folder, { recursive: true }))

async function refusal(options: Omit<SubprocessOptions, 'env'>, env = { PATH: path }): Promise<string> {
  const error: unknown = await Subprocess.start({ ...options, env }).then(
    subprocess => subprocess.stop(),
    reason => reason,
  )
  if (!(error instanceof SpawnError)) throw new Error('Expected a SpawnError.', { cause: error })
  return error.message
}

function file(name: string, content: string, mode: number): string {
  writeFileSync(join(folder, name), content)
  chmodSync(join(folder, name), mode)
  return join(folder, name)
}

test('a name that is not on the PATH is refused', SLOW_TEST, async () => {
  expect(await refusal({ command: 'no-such-program' }, { PATH: '/bin:/usr/bin' })).toBe(
    'Could not start "no-such-program": no executable of that name is on the PATH "/bin:/usr/bin". ' +
      'Install it or give its path.',
  )
})

test('a path where there is nothing is refused', SLOW_TEST, async () => {
  expect(await refusal({ command: './dist/index.js', cwd: folder })).toBe(
    `Could not start "./dist/index.js": there is no file "${folder}/dist/index.js". Check the path, or build it first.`,
  )
})

test('a file that is not executable is refused', SLOW_TEST, async () => {
  const command = file('plain', 'echo no', 0o644)
  expect(await refusal({ command })).toContain('is not executable. Run chmod +x on it')
})

test('a directory is refused', SLOW_TEST, async () => {
  expect(await refusal({ command: folder })).toContain('is a directory')
})

test('a missing working directory is refused', SLOW_TEST, async () => {
  expect(await refusal({ command: 'sh', cwd: join(folder, 'nowhere') })).toContain(
    `its working directory "${join(folder, 'nowhere')}" is no directory`,
  )
})

test('arguments that are too large for the system are refused', SLOW_TEST, async () => {
  expect(await refusal({ command: 'sh', args: ['x'.repeat(8 * 1024 * 1024)] })).toContain('E2BIG')
})

test.runIf(process.platform === 'linux')(
  'a script whose interpreter is missing is refused',
  SLOW_TEST,
  async () => {
    const command = file('orphan', '#!/no/such/interpreter\n', 0o755)
    expect(await refusal({ command })).toMatch(/the system refused to execute it .*Check the interpreter/)
    expect(await markedProcesses(runId())).toEqual([])
  },
)

test(
  'a path is taken from the working directory, a name from the PATH of the subprocess',
  SLOW_TEST,
  async () => {
    const command = file('tool', '#!/bin/sh\necho "$0"\n', 0o755)
    for (const options of [
      { command: './tool', cwd: folder, env: {} },
      { command: 'tool', env: { PATH: `/nowhere:${folder}` } },
    ]) {
      await using subprocess = await Subprocess.start(options)
      await subprocess.exited
      await subprocess.stop()
      expect(subprocess.lines.map(({ text }) => text)).toEqual([command])
    }
  },
)
