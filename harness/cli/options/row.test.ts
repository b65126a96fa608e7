import { describe, expect, test } from 'vitest'
import { COMMANDS } from '../commands/index.ts'
import { contradiction, flagOf, toggle } from './row.ts'

describe.each(COMMANDS.map(({ description }) => description))('$name', ({ rows }) => {
  test('Name only its own flags in the rules of flags', () => {
    const flags = Object.keys(rows).map(flagOf)
    const named = Object.values(rows).flatMap(({ rules = [] }) =>
      rules.flatMap(rule => ('needs' in rule ? rule.needs : 'excludes' in rule ? rule.excludes : [])),
    )
    expect(flags).toEqual(expect.arrayContaining(named.map(flag => flag.replace(/ .*/, ''))))
  })

  test('Give each earlier name of a flag to one flag, and to none of today', () => {
    const names = Object.entries(rows).flatMap(([key, { old }]) => [flagOf(key), old ?? []].flat())
    expect(new Set(names).size).toBe(names.length)
  })
})

test('Apply the rules of a flag that is given, and of no other', () => {
  const rows = {
    loud: toggle('', { rules: [{ needs: ['--big'], says: 'loud needs big' }] }),
    big: toggle('', { rules: [{ excludes: ['--small'], says: 'not with {given}' }] }),
    small: toggle(''),
  }
  expect(contradiction(rows, { loud: true, big: false, small: false })).toBe('loud needs big')
  expect(contradiction(rows, { loud: true, big: true, small: true })).toBe('not with --small')
  expect(contradiction(rows, { loud: false, big: false, small: true })).toBeUndefined()
})
