import { describe, expect, test } from 'vitest'
import { inheritedEnvironment } from './inherited-environment.ts'

const inherited = (environment: Record<string, string>) => inheritedEnvironment(undefined, environment)

describe('The inspector is not inherited', () => {
  test.each([
    ['--inspect', undefined],
    ['--inspect=9229', undefined],
    ['--inspect-brk=127.0.0.1:0', undefined],
    ['--inspect-wait', undefined],
    ['--inspect-port 9230 --inspect', undefined],
    ['--inspect-publish-uid=http --debug-port=1', undefined],
    ['"--inspect"', undefined],
    [
      '--max-old-space-size=64 --inspect --enable-source-maps',
      '--max-old-space-size=64 --enable-source-maps',
    ],
    ['--require "/a b/--inspect.js" --inspect-brk', '--require "/a b/--inspect.js"'],
    ['--inspect-port --trace-warnings', '--trace-warnings'],
  ])('The inspector is not inherited from NODE_OPTIONS=%s', (given, kept) => {
    expect(inherited({ NODE_OPTIONS: given, A: '1' })).toEqual({
      A: '1',
      ...(kept === undefined ? {} : { NODE_OPTIONS: kept }),
    })
  })

  test('The variables that attach an editor are not inherited', () => {
    expect(inherited({ VSCODE_INSPECTOR_OPTIONS: '{}', HOME: '/' })).toEqual({ HOME: '/' })
  })

  test('Other words of NODE_OPTIONS stay unchanged', () => {
    const NODE_OPTIONS = '--require   "/a b/hook.js"'
    expect(inherited({ NODE_OPTIONS })).toEqual({ NODE_OPTIONS })
  })
})

describe('A proxy is not asked for what the parties say to each other', () => {
  const PROXY = 'http://proxy.example:3128'
  const OWN = '127.0.0.1,localhost'

  test.each(['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'])(
    'The parties are exempt from %s',
    name => {
      expect(inherited({ [name]: PROXY })).toEqual({ [name]: PROXY, no_proxy: OWN, NO_PROXY: OWN })
    },
  )

  test('The hosts that the caller exempts from a proxy stay exempt, in either spelling', () => {
    const both = { no_proxy: `corp.example,${OWN}`, NO_PROXY: `corp.example,${OWN}` }
    expect(inherited({ HTTP_PROXY: PROXY, NO_PROXY: 'corp.example' })).toMatchObject(both)
    expect(inherited({ HTTP_PROXY: PROXY, no_proxy: 'corp.example localhost' })).toMatchObject({
      no_proxy: 'corp.example,localhost,127.0.0.1',
    })
    expect(inherited({ HTTP_PROXY: PROXY, NO_PROXY: '*' })).toMatchObject({ no_proxy: '*', NO_PROXY: '*' })
  })

  test('The callback host is exempt from a proxy', () => {
    const environment = { HTTP_PROXY: PROXY }
    expect(inheritedEnvironment('10.0.0.5', environment).NO_PROXY).toBe(`${OWN},10.0.0.5`)
  })

  test('Without a proxy NO_PROXY is not set', () => {
    expect(inherited({ HTTP_PROXY: '', NO_PROXY: 'corp.example' })).toEqual({
      HTTP_PROXY: '',
      NO_PROXY: 'corp.example',
    })
  })
})
