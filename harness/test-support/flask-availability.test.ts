import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ConfigurationError } from '../util/errors.ts'
import { FakeTools } from './fake-python-tools.ts'
import { flaskForTests } from './flask-availability.ts'

let tools: FakeTools
beforeEach(() => {
  tools = new FakeTools()
})
afterEach(() => tools[Symbol.dispose]())

describe('Where there is no Python, a suite', () => {
  const without = (ci: string, tell: (line: string) => void = () => {}) =>
    flaskForTests('The suite', { workingDirectory: tools.path, environment: tools.environment }, { ci, tell })

  test.each(['', 'false', '0'])('is left out loudly, with the reason (CI=%s).', async ci => {
    const told: string[] = []
    expect(await without(ci, line => told.push(line))).toBeUndefined()
    expect(told).toEqual([expect.stringMatching(/^NOT RUN: The suite\. There is no python3 on your PATH/)])
  })

  test.each(['true', '1', 'github'])('fails in CI, with the reason (CI=%s).', async ci => {
    await expect(without(ci)).rejects.toThrow(
      /^Not run, and CI is set: The suite\. There is no python3 on your PATH/,
    )
  })
})

test('A mistake in what is asked for is not taken for a Python that is not there.', async () => {
  const attempt = flaskForTests(
    'The suite',
    { workingDirectory: tools.path, environment: tools.environment, python: './none' },
    { ci: '', tell: () => {} },
  )
  await expect(attempt).rejects.toThrow(ConfigurationError)
})
