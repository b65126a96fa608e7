import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { execa, execaSync } from 'execa'
import { describe, expect, test } from 'vitest'
import { ROOT } from '../util/root.ts'
import { TemporaryDirectory } from '../util/temporary-directory.ts'

const START = 'harness/cli/start.cjs'

function started(directory: TemporaryDirectory, node: readonly string[] = []) {
  mkdirSync(join(directory.path, 'harness/cli'), { recursive: true })
  for (const file of [START, 'harness/cli/load.cjs']) {
    copyFileSync(join(ROOT, file), join(directory.path, file))
  }
  directory.write('package.json', '{"type":"module","dependencies":{"some-package":"1.0.0"}}')
  const args = [...node, join(directory.path, START), 'gate', '--fast']
  const { exitCode, stdout, stderr } = execaSync(process.execPath, args, { reject: false })
  return { exitCode, stdout, stderr: stderr.replaceAll(directory.path, '') }
}

function install(directory: TemporaryDirectory): void {
  for (const name of ['some-package', 'vitest']) directory.write(`node_modules/${name}/package.json`, '{}')
}

describe('Say what is missing, and end with exit code 2,', () => {
  test('where the dependencies are not installed', () => {
    using directory = new TemporaryDirectory()
    expect(started(directory)).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        'gate: the package some-package is not installed; run "npm ci --include=dev" in , with install scripts (without --ignore-scripts).',
    })
  })

  test('on a Node.js that is too old', () => {
    using directory = new TemporaryDirectory()
    install(directory)
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

  test('on a Node.js that is too old, where npm has installed another', () => {
    using directory = new TemporaryDirectory()
    install(directory)
    directory.write('node_modules/node/package.json', '{}')
    const old = directory.write(
      'old.cjs',
      "Object.defineProperty(process, 'versions', { value: { node: '20.1.0' } })",
    )
    expect(started(directory, ['--require', old]).stderr).toMatch(/; start it with "npm run", such as /)
  })
})

test('End with exit code 3 where the program does not load', () => {
  using directory = new TemporaryDirectory()
  install(directory)
  directory.write('harness/cli/program.ts', "import 'a-package-that-is-not-there'")
  const { exitCode, stderr } = started(directory)
  expect(exitCode).toBe(3)
  expect(stderr).toMatch(/^gate: the program cannot be loaded, so nothing was judged; run "npm ci" again\.\n/)
})

test('Go on without a stack trace where the output is closed', async () => {
  const run = execa(process.execPath, [join(ROOT, START), 'faults', '--list'], {
    reject: false,
    buffer: { stdout: false },
  })
  run.stdout.destroy()
  const { exitCode, stderr } = await run
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
})
