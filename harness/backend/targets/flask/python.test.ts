import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ANSWER, FakeTools } from '../../../test-support/fake-python-tools.ts'
import { SLOW_TEST } from '../../../test-support/processes.ts'
import { ConfigurationError, NotTestableError } from '../../../util/errors.ts'
import { findPython, type PythonRequest } from './python.ts'

let tools: FakeTools
beforeEach(() => {
  tools = new FakeTools()
})
afterEach(() => tools[Symbol.dispose]())

function find(request: Partial<PythonRequest> = {}) {
  return findPython({ workingDirectory: tools.path, environment: tools.environment, ...request })
}

async function refusal(kind: typeof NotTestableError, request: Partial<PythonRequest> = {}): Promise<string> {
  const error = await find(request).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(kind)
  return (error as Error).message
}

const answering = (answer: unknown, name = 'python3') => tools.python('', { answer, name })

describe('The Python is', SLOW_TEST, () => {
  test('the python3 on the PATH: the interpreter itself, whatever stands for it there.', async () => {
    answering(ANSWER)
    expect(await find()).toMatchObject({ version: '3.12.1', executable: '/opt/python/bin/python3' })
  })

  test('the one named, by a name on the PATH.', async () => {
    answering({ ...ANSWER, version: '3.13.0' }, 'python3.13')
    expect(await find({ python: 'python3.13' })).toMatchObject({ version: '3.13.0' })
  })

  test('the one named, by a path from where the user typed it.', async () => {
    answering({ ...ANSWER, version: '3.13.0' }, 'python3.13')
    expect(await find({ python: './bin/python3.13', environment: {} })).toMatchObject({ version: '3.13.0' })
  })

  test.each([
    [[3, 11], '3.11.0'],
    [[4, 0], '4.0.0'],
  ])('new enough from 3.11 on: %j.', async (numbers, version) => {
    answering({ ...ANSWER, numbers, version })
    expect(await find()).toMatchObject({ version })
  })
})

describe('A Python that will not do is told of in one sentence:', SLOW_TEST, () => {
  test('none.', async () => {
    expect(await refusal(NotTestableError)).toBe(
      'There is no python3 on your PATH and the Flask backend needs Python 3.11 or newer; install one, or name it with --backend-python.',
    )
  })

  test('too old a one.', async () => {
    answering({ ...ANSWER, numbers: [3, 10], version: '3.10.13' })
    expect(await refusal(NotTestableError)).toBe(
      'The python3 on your PATH is Python 3.10.13 (/opt/python/bin/python3) and the Flask backend needs Python 3.11 or newer; install one, or name it with --backend-python.',
    )
    expect(await refusal(NotTestableError, { python: 'python3' })).toMatch(
      /^--backend-python "python3" is Python 3\.10/,
    )
  })

  test('one that is a stub for another.', async () => {
    tools.program('python3', "echo 'pyenv: version 3.14 is not installed' >&2; exit 127")
    expect(await refusal(NotTestableError)).toBe(
      'The python3 on your PATH does not run (it said: pyenv: version 3.14 is not installed) and the Flask backend needs Python 3.11 or newer; install one, or name it with --backend-python.',
    )
  })

  test('a named one that is not there.', async () => {
    expect(await refusal(ConfigurationError, { python: './no-python' })).toBe(
      '--backend-python "./no-python" does not run; expected the path of an executable of Python 3.11 or newer.',
    )
  })

  test('a named one that is no Python.', async () => {
    tools.program('ruby', "echo 'invalid option -I' >&2; exit 1")
    expect(await refusal(ConfigurationError, { python: 'ruby' })).toContain(
      '"ruby" does not run (it said: invalid option -I); expected',
    )
    tools.program('true', '')
    expect(await refusal(ConfigurationError, { python: 'true' })).toContain('does not run (exit code 0);')
  })
})
