import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ANSWER, FakeTools } from '../../../test-support/fake-python-tools.ts'
import { SLOW_TEST } from '../../../test-support/processes.ts'
import { NotTestableError } from '../../../util/errors.ts'
import type { Python } from './python.ts'
import { type EnvironmentRequest, flaskEnvironment } from './virtual-environment.ts'

let tools: FakeTools
beforeEach(() => {
  tools = new FakeTools()
})
afterEach(() => tools[Symbol.dispose]())

const entries = () => (existsSync(tools.cache) ? readdirSync(tools.cache) : [])

async function refusal(python: Python, options: Partial<EnvironmentRequest> = {}): Promise<string> {
  const error = await flaskEnvironment(tools.request(python, options)).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(NotTestableError)
  return (error as NotTestableError).message
}

describe(
  'An environment that cannot be made is reported in one sentence, with the last output',
  SLOW_TEST,
  () => {
    test.each([
      [
        'no network',
        [
          "WARNING: Retrying (Retry(total=0, connect=None)) after connection broken by 'NewConnectionError': /simple/flask/",
          'ERROR: Could not find a version that satisfies the requirement flask==3.1.3 (from versions: none)',
          'ERROR: No matching distribution found for flask==3.1.3',
        ],
        'pip could not fetch the packages of the Flask backend; connect to the network, or set PIP_INDEX_URL or PIP_FIND_LINKS to where they can be had.',
      ],
      [
        'another hash',
        [
          'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have updated',
          '    flask==3.1.3 from https://index.example/flask.whl:',
          '        Expected sha256 0000',
          '             Got        f072',
        ],
        'pip refused a package of the Flask backend, since it is not the one whose hash requirements.txt gives; find out why your index has another before you use it.',
      ],
      [
        'a full disk',
        ['ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device'],
        /^pip found no space for the Flask backend's Python environment at \S+; free some\.$/,
      ],
      [
        'no permission',
        ["ERROR: Could not install packages due to an OSError: [Errno 13] Permission denied: '/x'"],
        /^pip may not write the Flask backend's Python environment to \S+; make that folder writable\.$/,
      ],
      [
        'a reason of its own, after a network that came back',
        ['WARNING: Retrying after connection broken by ReadTimeoutError', 'ERROR: Rust is not there'],
        /^pip ended with exit code 1 before it had made .*; run it by hand to see why: \S+\/bin\/python -I -m pip install .*requirements\.txt\.$/,
      ],
    ])('Report %s in one sentence.', async (_, lines, sentence) => {
      const said = tools.write('said', lines.map(line => `${line}\n`).join(''))
      const message = await refusal(tools.python(`/bin/cat ${said}; exit 1`))
      const [before, after] = message.split('\nLast output:\n')
      expect(before).toEqual(typeof sentence === 'string' ? sentence : expect.stringMatching(sentence))
      expect(after?.split('\n')).toEqual(lines.map(line => `  ${line}`))
      expect(entries()).toEqual([])
    })

    test('Quote a long output of pip from its error on, or its end.', async () => {
      const more = Array.from({ length: 20 }, (_, index) => `    Expected ${index}`)
      const lines = ['Collecting flask', 'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES', ...more]
      const said = tools.write('said', lines.map(line => `${line}\n`).join(''))
      const message = await refusal(tools.python(`/bin/cat ${said}; exit 1`))
      expect(message.split('\n').slice(2)).toEqual(lines.slice(1, 9).map(line => `  ${line}`))
      writeFileSync(said, more.map(line => `${line}\n`).join(''))
      const other = await refusal(tools.python(`/bin/cat ${said}; exit 1`))
      expect(other.split('\n').slice(2)).toEqual(more.slice(-8).map(line => `  ${line}`))
    })

    test('Report uv without network.', async () => {
      const python = tools.python('exit 0')
      tools.program(
        'uv',
        `if [ $1 = pip ]; then
        echo 'error: Request failed after 3 retries in 4.0s
  cause: Failed to fetch: http://127.0.0.1:9/simple/prometheus-client/
  cause: tcp connect error' >&2
        exit 2
      fi`,
      )
      const message = await refusal(python)
      expect(message).toMatch(
        /^uv could not fetch the packages .* or set UV_DEFAULT_INDEX or UV_FIND_LINKS to/,
      )
      expect(message).toMatch(/\n {2}error: Request failed .*\n.*\n {4}cause: tcp connect error$/)
    })

    test('Report a step that never ends.', async () => {
      const executable = tools.program('python3', 'exec /bin/sleep 1000')
      expect(await refusal({ ...ANSWER, executable }, { limitMs: 500 })).toMatch(
        /^venv had not made the Flask backend's Python environment after 0\.5 s; look at the network and try again\./,
      )
    })

    test('Report a pip that is killed.', async () => {
      expect(await refusal(tools.python('kill -KILL $$'))).toContain('pip ended with signal SIGKILL before')
    })

    test('Report a Python without its modules venv and ensurepip.', async () => {
      const python = { ...tools.python('exit 0'), makesEnvironments: false }
      expect(await refusal(python)).toMatch(
        /^Python 3\.12\.1 \(\S+\) cannot make a virtual environment, .* apt install python3\.12-venv\) or uv\.$/,
      )
      expect(tools.calls).toEqual([])
    })

    test('Report a Python that is gone meanwhile.', async () => {
      const python = { ...tools.python('exit 0'), executable: join(tools.path, 'gone') }
      expect(await refusal(python)).toMatch(/^venv cannot be started to make .*gone/)
    })

    test('Report a file in place of the folder.', async () => {
      const file = tools.write('a-file', '')
      expect(await refusal(tools.python('exit 0'), { cache: join(file, 'cache') })).toBe(
        `The Flask backend's Python environment cannot be made in ${file}/cache (ENOTDIR); make that a folder that can be written.`,
      )
    })
  },
)
