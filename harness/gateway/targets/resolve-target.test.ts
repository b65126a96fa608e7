import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cleanedEnvironment } from '../../process/index.ts'
import { ConfigurationError } from '../../util/errors.ts'
import { TemporaryDirectory } from '../../util/temporary-directory.ts'
import { isContainer, isStartable, type StartableTarget } from '../target.ts'
import { resolveTarget } from './index.ts'
import type { TargetRequest } from './target-kind.ts'

let directory: TemporaryDirectory
beforeEach(() => {
  directory = new TemporaryDirectory()
})
afterEach(() => directory[Symbol.dispose]())

function resolved(request: Partial<TargetRequest>) {
  return resolveTarget({
    edition: 'callback-events',
    workingDirectory: directory.path,
    environment: cleanedEnvironment(),
    ...request,
  })
}

async function startable(request: Partial<TargetRequest>): Promise<StartableTarget> {
  const target = await resolved(request)
  if (!isStartable(target) || isContainer(target)) throw new Error('Expected a target that can be started.')
  return target
}

async function refusal(request: Partial<TargetRequest>): Promise<string> {
  const error = await resolved(request).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(ConfigurationError)
  return (error as ConfigurationError).message
}

/** A built gateway: package.json and its entry. */
function build(
  path: string,
  manifest: object = { name: 'gw', version: '1.2.3', main: 'dist/index.js' },
): string {
  directory.write(join(path, 'package.json'), JSON.stringify(manifest))
  return directory.write(join(path, 'dist/index.js'), '')
}

function git(path: string, ...args: string[]): string {
  const author = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false']
  return execFileSync('git', ['-C', join(directory.path, path), ...author, ...args], {
    encoding: 'utf8',
  }).trim()
}

describe('A directory', () => {
  test('A built directory runs its main in that directory.', async () => {
    const entry = build('gateway')
    const target = await startable({ gateway: 'gateway' })
    expect(target).toMatchObject({ args: [entry], workingDirectory: join(directory.path, 'gateway') })
    expect(target.identity).toEqual({
      name: 'gateway',
      kind: 'directory',
      path: join(directory.path, 'gateway'),
      package: 'gw',
      version: '1.2.3',
      node: expect.stringMatching(/^v\d+\.\d+\.\d+$/),
    })
  })

  test.each([['dist/index'], ['dist'], ['./dist/index.js']])(
    'The main %j is found as Node.js finds it.',
    async main => {
      const entry = build('gateway', { main })
      expect((await startable({ gateway: './gateway' })).args).toEqual([entry])
    },
  )

  test('A directory without main runs index.js.', async () => {
    directory.write('gateway/package.json', '{}')
    const entry = directory.write('gateway/index.js', '')
    expect((await startable({ gateway: 'gateway' })).args).toEqual([entry])
  })

  test('A directory without package.json is refused.', async () => {
    mkdirSync(join(directory.path, 'bare'))
    expect(await refusal({ gateway: 'bare' })).toContain('is a directory without a package.json')
  })

  test.each([['{'], ['']])('A directory with the broken package.json %j is refused.', async text => {
    directory.write('broken/package.json', text)
    expect(await refusal({ gateway: 'broken' })).toContain('is not valid JSON; repair it')
  })

  test.each([['null'], ['[]'], ['7']])('A directory with %s as package.json is refused.', async text => {
    directory.write('broken/package.json', text)
    expect(await refusal({ gateway: 'broken' })).toContain('is not a JSON object; repair it')
  })

  test('A directory without its entry is refused as not built.', async () => {
    directory.write('gateway/package.json', '{"main":"dist/index.js"}')
    expect(await refusal({ gateway: 'gateway' })).toContain(
      'names dist/index.js, which is not there; build it',
    )
  })
})

test('An entry file runs in its own directory.', async () => {
  const entry = directory.write('somewhere/gateway.mjs', '')
  const target = await startable({ gateway: 'somewhere/gateway.mjs' })
  expect(target).toMatchObject({
    identity: { kind: 'entry', path: entry },
    args: [entry],
    workingDirectory: join(directory.path, 'somewhere'),
  })
})

describe('A package', () => {
  test.each([['gw'], ['@acme/gw']])('The package %s is found above the working directory.', async name => {
    const entry = build(`node_modules/${name}`, { name, version: '2.0.0', main: 'dist/index.js' })
    mkdirSync(join(directory.path, 'deep/down'), { recursive: true })
    const target = await startable({ gateway: name, workingDirectory: join(directory.path, 'deep/down') })
    expect(target).toMatchObject({
      identity: { kind: 'package', name, package: name, version: '2.0.0' },
      args: [entry],
    })
  })

  test.each([['gw'], ['@acme/gw']])('The package %s is refused when it is not installed.', async name => {
    expect(await refusal({ gateway: name })).toContain('nor an installed package')
  })

  test('A package inside a foreign checkout does not take its commit.', async () => {
    build('node_modules/gw')
    git('.', 'init', '-q')
    git('.', 'add', '-A')
    git('.', 'commit', '-qm', 'theirs')
    expect((await startable({ gateway: 'gw' })).identity.commit).toBeUndefined()
  })
})

test('The commit of a checkout is stated, with its uncommitted changes.', async () => {
  build('gateway')
  git('gateway', 'init', '-q')
  git('gateway', 'add', '-A')
  git('gateway', 'commit', '-qm', 'first')
  const commit = git('gateway', 'rev-parse', '--short=12', 'HEAD')
  directory.write('gateway/untracked.txt', '')
  expect((await startable({ gateway: 'gateway' })).identity.commit).toBe(commit)
  directory.write('gateway/dist/index.js', '// changed')
  expect((await startable({ gateway: 'gateway' })).identity.commit).toBe(`${commit}+changes`)
})

describe('A command', () => {
  test('A gateway command runs through sh in the working directory.', async () => {
    expect(await startable({ gatewayCommand: 'serve {port}' })).toMatchObject({
      identity: { kind: 'command', name: 'serve {port}', path: directory.path },
      command: 'sh',
      args: ['-c', 'serve {port}'],
      workingDirectory: directory.path,
    })
  })

  test('An empty gateway command is refused.', async () => {
    expect(await refusal({ gatewayCommand: ' ' })).toContain('--gateway-command is empty')
  })
})

describe('A URL', () => {
  test('A gateway URL is reduced to its origin, so that no password is shown.', async () => {
    expect(await resolved({ gatewayUrl: 'http://user:word@127.0.0.1:3000/' })).toEqual({
      identity: { name: 'http://127.0.0.1:3000', kind: 'url' },
      url: 'http://127.0.0.1:3000',
    })
  })

  test('A gateway URL with a path is refused, and no password is shown.', async () => {
    expect(await refusal({ gatewayUrl: 'http://user:word@127.0.0.1:3000/x' })).toMatch(
      /^--gateway-url "http:\/\/127\.0\.0\.1:3000\/x" has a path/,
    )
  })

  test('A gateway URL that is not a URL is refused.', async () => {
    expect(await refusal({ gatewayUrl: '127.0.0.1' })).toContain('is not a URL; expected something like')
  })

  test('A gateway URL with https is refused.', async () => {
    expect(await refusal({ gatewayUrl: 'https://127.0.0.1' })).toContain('is not plain http')
  })
})

test('Several gateways at once are refused by name.', async () => {
  expect(await refusal({ gateway: 'a', gatewayUrl: 'http://b' })).toContain(
    'is named (a, http://b); give one of',
  )
})

test('A path that does not exist is refused with where it was looked for.', async () => {
  expect(await refusal({ gateway: '../gone' })).toContain(`looked at ${join(directory.path, '../gone')}`)
})

describe('--gateway-node', () => {
  test('--gateway-node is relative to the working directory.', async () => {
    const entry = directory.write('gateway/index.mjs', '')
    mkdirSync(join(directory.path, 'bin'))
    symlinkSync(process.execPath, join(directory.path, 'bin/node'))
    const target = await startable({ gateway: 'gateway/index.mjs', gatewayNode: './bin/node' })
    expect(target).toMatchObject({
      command: join(directory.path, 'bin/node'),
      args: [entry],
      identity: { node: process.version },
    })
  })

  test.each([['./no-node'], ['no-such-node']])(
    'The Node.js %s is refused when it does not run.',
    async gatewayNode => {
      directory.write('index.mjs', '')
      expect(await refusal({ gateway: 'index.mjs', gatewayNode })).toBe(
        `--gateway-node "${gatewayNode}" does not run, or is no Node.js; expected the path of a Node.js executable.`,
      )
    },
  )
})

test('Without a name it is the bundled gateway, with its faults.', async () => {
  const target = await startable({ faults: ['hang-on-send', 'drop-tenth'] })
  expect(target.identity).toMatchObject({ kind: 'reference', node: process.version })
  expect(target.args.slice(1)).toEqual([
    '--edition',
    'callback-events',
    '--fault',
    'hang-on-send',
    '--fault',
    'drop-tenth',
  ])
})
