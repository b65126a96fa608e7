import { chmodSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ConfigurationError } from '../util/errors.ts'
import { TemporaryDirectory } from '../util/temporary-directory.ts'
import { flaskForTests, needs } from './availability.ts'
import { FakeTools } from './fake-python-tools.ts'

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

describe('A suite that needs a program of this machine', () => {
  test('gets its path, under whichever name it is installed.', () => {
    using directory = new TemporaryDirectory()
    const installed = directory.write('google-chrome', '#!/bin/sh\n')
    chmodSync(installed, 0o755)
    expect(needs('chromium', 'The browser', { path: directory.path })).toMatch(/\/(google-chrome|chromium)$/)
  })

  test('is left out with the name of the package where the program is missing.', () => {
    const printed: string[] = []
    const missing = { path: '/nowhere', ci: '', tell: (line: string) => printed.push(line) }
    expect(needs('promtool', 'The rules', missing)).toBeUndefined()
    expect(printed).toEqual([
      'NOT RUN: The rules. There is no promtool on "/nowhere:/usr/sbin:/usr/local/sbin". Install it (Debian: apt-get install prometheus).',
    ])
  })

  test('fails in CI where the program is missing.', () => {
    const attempt = () => needs('promtool', 'The rules', { path: '/nowhere', ci: 'true' })
    expect(attempt).toThrow(/^Not run, and CI is set: The rules\. There is no promtool on /)
  })
})
