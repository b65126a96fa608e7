import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ANSWER, FakeTools } from '../../../test-support/fake-python-tools.ts'
import { installerFor } from './installer.ts'

let tools: FakeTools
beforeEach(() => {
  tools = new FakeTools()
})
afterEach(() => tools[Symbol.dispose]())

function chosen(environment: Record<string, string> = {}, makesEnvironments = true) {
  return installerFor({
    python: { ...ANSWER, makesEnvironments },
    place: '/cache/place',
    requirements: '/requirements.txt',
    environment: { ...tools.environment, ...environment },
  })
}

describe('An environment is filled', () => {
  test('Install by pip without uv.', () => {
    expect(chosen()).toMatchObject({
      tool: 'pip',
      make: { tool: 'venv', command: ANSWER.executable, args: ['-I', '-m', 'venv', '/cache/place'] },
      fill: { tool: 'pip', command: '/cache/place/bin/python' },
    })
  })

  test('Install by uv where it is on the PATH, with hashes and the Python that was found.', () => {
    const uv = tools.program('uv', '')
    const { make, fill } = chosen() ?? {}
    expect(make).toMatchObject({ tool: 'uv', command: uv })
    expect(make?.args.join(' ')).toMatch(
      /^venv .*--no-python-downloads .*--python \S+\/python3 \/cache\/place$/,
    )
    expect(fill?.args.join(' ')).toMatch(
      /^pip sync .*--require-hashes --python \/cache\/place\/bin\/python \/requirements\.txt$/,
    )
  })

  test.each(['PIP_INDEX_URL', 'PIP_FIND_LINKS', 'PIP_CERT', 'PIP_PROXY', 'PIP_NO_INDEX'])(
    'Install by pip where only pip is configured: %s.',
    name => {
      tools.program('uv', '')
      expect(chosen({ [name]: 'x' })).toMatchObject({ tool: 'pip', environment: { [name]: 'x' } })
      expect(chosen({ [name]: 'x', UV_DEFAULT_INDEX: 'y' })).toMatchObject({ tool: 'uv' })
      expect(chosen({ [name]: '' })).toMatchObject({ tool: 'uv' })
    },
  )

  test('Install by uv where the Python has no pip, whatever configures pip.', () => {
    tools.program('uv', '')
    expect(chosen({ PIP_INDEX_URL: 'x' }, false)).toMatchObject({ tool: 'uv' })
  })

  test('Have no installer without uv and pip.', () => {
    expect(chosen({}, false)).toBeUndefined()
  })

  test('Install without variables that change the place.', () => {
    const elsewhere = {
      PIP_USER: '1',
      PIP_TARGET: '/t',
      PYTHONHOME: '/h',
      PYTHONPATH: '/p',
      UV_SYSTEM_PYTHON: '1',
    }
    expect(chosen({ ...elsewhere, PIP_TIMEOUT: '5' })?.environment).toEqual({
      ...tools.environment,
      PIP_TIMEOUT: '5',
    })
  })
})
