import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ConfigurationError, NotTestableError } from '../../util/errors.ts'
import { TemporaryDirectory } from '../../util/temporary-directory.ts'
import { findChromium } from './find-browser.ts'

function program(directory: TemporaryDirectory, name: string): string {
  const path = directory.write(name, '#!/bin/sh\n')
  chmodSync(path, 0o755)
  return path
}

test('Find the browser that is named, then that of CHROME_PATH, then the first on the PATH.', () => {
  using directory = new TemporaryDirectory()
  const named = program(directory, 'named')
  const ofVariable = program(directory, 'of-variable')
  const onPath = program(directory, 'bin/google-chrome')
  const environment = { PATH: join(directory.path, 'bin'), CHROME_PATH: ofVariable }
  const search = { workingDirectory: directory.path, environment }
  expect(findChromium({ ...search, path: './named' })).toBe(named)
  expect(findChromium(search)).toBe(ofVariable)
  expect(findChromium({ ...search, environment: { PATH: environment.PATH } })).toBe(onPath)
})

test('Find the application of macOS.', () => {
  using directory = new TemporaryDirectory()
  const chrome = program(directory, 'Applications/Google Chrome.app/Contents/MacOS/Google Chrome')
  const environment = { PATH: '', HOME: directory.path }
  expect(findChromium({ workingDirectory: '/', environment, platform: 'darwin' })).toBe(chrome)
})

test('A browser that is nowhere is not testable, with the places that were looked at.', () => {
  using directory = new TemporaryDirectory()
  const find = (): string =>
    findChromium({
      workingDirectory: '/',
      environment: { PATH: directory.path, HOME: directory.path },
      platform: 'darwin',
    })
  expect(find).toThrow(NotTestableError)
  expect(find).toThrow(
    /^No browser was found: looked for chromium, .* on the PATH \(.*\), and for .*Google Chrome.*; install/,
  )
})

test('A named browser that is no program is a mistake of the caller.', () => {
  using directory = new TemporaryDirectory()
  directory.write('text', 'no program')
  for (const path of ['text', 'none', '.']) {
    const find = (): string => findChromium({ path, workingDirectory: directory.path, environment: {} })
    expect(find).toThrow(ConfigurationError)
    expect(find).toThrow(
      /^--client-path names .*, which is no program; give the path of Chromium or Chrome\.$/,
    )
  }
  expect(() =>
    findChromium({ workingDirectory: '/', environment: { CHROME_PATH: '/nowhere/chrome' } }),
  ).toThrow('CHROME_PATH names /nowhere/chrome')
})
