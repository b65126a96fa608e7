import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cleanedEnvironment, owner, waitUntil } from '../../../process/index.ts'
import { ANSWER, FakeTools } from '../../../test-support/fake-python-tools.ts'
import { SLOW_TEST, waitForExit } from '../../../test-support/processes.ts'
import { NotTestableError } from '../../../util/errors.ts'
import type { Python } from './python.ts'
import { type EnvironmentRequest, flaskEnvironment } from './virtual-environment.ts'

let tools: FakeTools
beforeEach(() => {
  tools = new FakeTools()
})
afterEach(() => tools[Symbol.dispose]())

const entries = () => (existsSync(tools.cache) ? readdirSync(tools.cache) : [])

async function make(python: Python, options: Partial<EnvironmentRequest> = {}) {
  const told: string[] = []
  const command = await flaskEnvironment(tools.request(python, { tell: line => told.push(line), ...options }))
  return { command, told }
}

async function refusal(python: Python, options: Partial<EnvironmentRequest> = {}): Promise<string> {
  const error = await make(python, options).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(NotTestableError)
  return (error as NotTestableError).message
}

describe('An environment', SLOW_TEST, () => {
  test('Make an environment the first time with a line for each phase, and reuse it silently.', async () => {
    const python = tools.python('exit 0')
    const first = await make(python)
    expect(first.told).toEqual([
      "making the Flask backend's Python environment (once)…",
      'installing 2 packages with pip…',
      expect.stringMatching(/^the Flask backend's Python environment is made \(\d+\.\d s\)$/),
    ])
    expect(first.command).toMatch(/\/bin\/python$/)
    expect(await make(python)).toEqual({ command: first.command, told: [] })
    expect(tools.calls).toEqual(['venv', 'pip'])
    expect(entries()).toHaveLength(1)
  })

  test('Fill an environment by pip from the list with hashes alone.', async () => {
    const python = tools.python('echo "$@" > arguments')
    await make(python)
    expect(readFileSync(join(tools.path, 'arguments'), 'utf8')).toBe(
      '-I -m pip install --no-input --disable-pip-version-check --no-color --progress-bar off --no-user --no-deps ' +
        `--require-hashes -r ${tools.requirements}\n`,
    )
  })

  test('Make an environment by uv where uv is on the PATH.', async () => {
    const python = tools.python('exit 1')
    tools.program(
      'uv',
      `echo "uv $1" >> calls
      for last; do :; done
      if [ $1 = venv ]; then /bin/mkdir -p "$last/bin" && : > "$last/bin/python"; fi`,
    )
    const { told } = await make(python)
    expect(told).toContain('installing 2 packages with uv…')
    expect(tools.calls).toEqual(['uv venv', 'uv pip'])
  })

  test('Make the environment again when the list has changed, and remove the old one.', async () => {
    const python = tools.python('exit 0')
    const { command: old } = await make(python)
    writeFileSync(tools.requirements, 'flask==4.0.0 --hash=sha256:3\n')
    const { command } = await make(python)
    expect(command).not.toBe(old)
    expect(entries().map(name => join(tools.cache, name, 'bin/python'))).toEqual([command])
  })

  test('Keep the environments of several Pythons.', async () => {
    const { command: old } = await make(tools.python('exit 0'))
    await make(tools.python('exit 0', { answer: { ...ANSWER, version: '3.13.0' }, name: 'python3.13' }))
    expect(entries()).toHaveLength(2)
    expect((await make(tools.python('exit 0'))).command).toBe(old)
  })

  test('Make an environment again whose Python is gone.', async () => {
    const python = tools.python('exit 0')
    const { command: old } = await make(python)
    rmSync(old)
    const { command } = await make(python)
    expect(entries().map(name => join(tools.cache, name, 'bin/python'))).toEqual([command])
  })

  test('A failed environment leaves nothing, and is tried again the next time.', async () => {
    expect(await refusal(tools.python('exit 3'))).toContain('pip ended with exit code 3')
    expect(entries()).toEqual([])
    await make(tools.python('exit 0'))
    expect(entries()).toHaveLength(1)
  })

  test('is nobody’s who lies in that folder under another name.', async () => {
    const python = tools.python('exit 0')
    await make(python)
    tools.write('cache/notes/complete', 'mine')
    writeFileSync(tools.requirements, 'flask==4.0.0 --hash=sha256:3\n')
    await make(python)
    expect(entries()).toContain('notes')
  })
})

describe('Two that need the same environment', SLOW_TEST, () => {
  test('Two processes make the same environment once: the second waits, says for which process, and uses it.', async () => {
    const gate = join(tools.path, 'gate')
    spawnSync('mkfifo', [gate])
    const python = tools.python('read open < gate')
    const first = make(python)
    await waitUntil('pip to be called', () => tools.calls.includes('pip'))
    const told: string[] = []
    const second = make(python, { tell: line => told.push(line) })
    await waitUntil('the second to wait', () => told.length > 0)
    expect(told).toEqual([
      `waiting for process ${process.pid}, which is making the Flask backend's Python environment…`,
    ])
    writeFileSync(gate, 'open\n')
    expect((await second).command).toBe((await first).command)
    expect(tools.calls).toEqual(['venv', 'pip'])
    expect(entries()).toHaveLength(1)
  })

  test('A process does not wait for the environment of another without limit.', async () => {
    const python = tools.python('exit 0')
    const { command } = await make(python)
    const key = dirname(dirname(command)).split('/').at(-1)?.split('.')[0]
    rmSync(dirname(dirname(command)), { recursive: true })
    const lock = join(tools.cache, `${key}.lock`)
    symlinkSync(owner(), lock)
    const message = await refusal(python, { limitMs: 100 })
    expect(message).toContain("Another run had not made the Flask backend's Python environment after 0.1 s")
    expect(message).toContain(`process ${process.pid}`)
    expect(message).toContain(`end that run, or remove ${lock} if it is none.`)
  })
})

test.runIf(process.platform === 'linux')(
  'A run that is killed in the middle leaves no process, and the next run recovers.',
  SLOW_TEST,
  async () => {
    const python = tools.python('echo $$ > pip.pid.new; /bin/mv pip.pid.new pip.pid; exec /bin/sleep 1000')
    const program = `
      import { flaskEnvironment } from ${JSON.stringify(new URL('./virtual-environment.ts', import.meta.url).href)}
      await flaskEnvironment({ ...${JSON.stringify(tools.request(python))}, tell: () => {} })`
    const run = spawn(process.execPath, ['--input-type=module', '-e', program], {
      env: cleanedEnvironment(),
      stdio: 'ignore',
    })
    const pidFile = join(tools.path, 'pip.pid')
    try {
      await waitUntil('pip to run', () => existsSync(pidFile), {
        limitMs: 60_000,
        lastSeen: () => tools.calls,
      })
    } finally {
      run.kill('SIGKILL')
    }
    await waitForExit(Number(readFileSync(pidFile, 'utf8')), run.pid ?? 0)
    expect(entries()).toHaveLength(2)

    const { command, told } = await make(tools.python('exit 0'))
    expect(told).toHaveLength(3)
    expect(entries().map(name => join(tools.cache, name, 'bin/python'))).toEqual([command])
    expect(tools.calls).toEqual(['venv', 'pip', 'venv', 'pip'])
  },
)
