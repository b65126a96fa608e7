import { expect, test } from 'vitest'
import { cleanedEnvironment } from './clean-environment.ts'

const NPM = {
  npm_lifecycle_event: 'gate',
  npm_execpath: '/lib/npm/bin/npm-cli.js',
  npm_node_execpath: '/opt/node',
  npm_config_cache: '/home/me/.npm',
}

test('what npm adds is removed', () => {
  const added = { ...NPM, INIT_CWD: '/project', COLOR: '1', NODE: '/opt/node' }
  expect(cleanedEnvironment({ ...added, HOME: '/home/me', EDITOR: 'vi' })).toEqual({
    HOME: '/home/me',
    EDITOR: 'vi',
  })
})

test('what vitest adds is removed', () => {
  const added = {
    VITEST: 'true',
    VITEST_POOL_ID: '1',
    VITEST_MODE: 'RUN',
    TEST: 'true',
    NODE_ENV: 'test',
    FORCE_TTY: '',
  }
  const vite = { DEV: '1', PROD: '', SSR: '1', MODE: 'test', BASE_URL: '/' }
  expect(cleanedEnvironment({ ...added, ...vite, HOME: '/home/me' })).toEqual({ HOME: '/home/me' })
})

test('the user’s own variables of the same names stay', () => {
  const own = { COLOR: 'always', NODE: '/my/node', MODE: 'fast', NODE_ENV: 'test', TEST: '1', INIT_CWD: '/x' }
  expect(cleanedEnvironment(own)).toEqual(own)
  const node = { ...NPM, NODE: '/my/node' }
  expect(cleanedEnvironment(node)).toEqual({ NODE: '/my/node' })
  expect(cleanedEnvironment({ VITEST: 'true', NODE_ENV: 'production' })).toEqual({ NODE_ENV: 'production' })
})

test('the PATH loses the folders that npm put in front, and no other', () => {
  const own = '/opt/tools/node_modules/.bin:/usr/bin:/bin'
  const added = '/project/node_modules/.bin:/node_modules/.bin:/lib/npm/run-script/lib/node-gyp-bin'
  expect(cleanedEnvironment({ PATH: `${added}:${own}` })).toEqual({ PATH: own })
  expect(cleanedEnvironment({ PATH: `${added}:${added}:${own}` })).toEqual({ PATH: own })
  expect(cleanedEnvironment({ PATH: `/put/first:${added}:${own}` })).toEqual({ PATH: `/put/first:${own}` })
  expect(cleanedEnvironment({ PATH: own })).toEqual({ PATH: own })
})

test('variables without a value are left out', () => {
  expect(cleanedEnvironment({ HOME: undefined })).toEqual({})
})

test('this very test’s environment comes out clean', () => {
  expect(Object.keys(cleanedEnvironment()).filter(name => /^(VITEST|npm_)/.test(name))).toEqual([])
  expect(cleanedEnvironment().NODE_ENV).not.toBe('test')
})
