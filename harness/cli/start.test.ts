import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { execaSync } from 'execa'
import { describe, expect, test } from 'vitest'
import { TemporaryDirectory } from '../gateway/temporary-directory.ts'
import { ROOT } from './vitest-run.ts'

const START = 'harness/cli/start.cjs'
const DEPENDENCIES = ['vitest', 'commander', 'execa', 'msw']

function started(directory: TemporaryDirectory, node: readonly string[] = []) {
  mkdirSync(join(directory.path, 'harness/cli'), { recursive: true })
  copyFileSync(join(ROOT, START), join(directory.path, START))
  const args = [...node, join(directory.path, START), 'gate', '--fast']
  const { exitCode, stdout, stderr } = execaSync(process.execPath, args, { reject: false })
  return { exitCode, stdout, stderr: stderr.replaceAll(directory.path, '') }
}

describe('A program that cannot run says what is missing, and ends with 2', () => {
  test('without its dependencies.', () => {
    using directory = new TemporaryDirectory()
    expect(started(directory)).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        'gate: the package vitest is not installed; run "npm ci --include=dev" in , with install scripts (without --ignore-scripts).',
    })
  })

  test('on a Node.js that is too old.', () => {
    using directory = new TemporaryDirectory()
    for (const name of DEPENDENCIES) directory.write(`node_modules/${name}/package.json`, '{}')
    const old = directory.write(
      'old.cjs',
      "Object.defineProperty(process, 'versions', { value: { node: '20.1.0' } })",
    )
    expect(started(directory, ['--require', old])).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringMatching(/^gate: it is run by Node.js 20\.1\.0, and needs 24, .* run "npm ci/),
    })
  })
})
