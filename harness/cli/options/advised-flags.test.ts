import { expect, test } from 'vitest'
import { FINDINGS, wordsOf } from '../../diagnosis/findings/index.ts'
import type { Party } from '../../diagnosis/party.ts'
import { GATE } from '../commands/gate/command.ts'
import { parseOptions } from './parse.ts'

const FLAG = /(?<!\w)--[a-z][a-z-]*/g

/** Gunicorn's, in a sentence to a backend. */
const OF_OTHERS = ['--threads']

const checks = Object.entries(FINDINGS).flatMap(([party, findings]) =>
  Object.keys(findings).map(what => wordsOf(party as Party, what).advice),
)
const named = new Set(checks.flatMap(check => check.match(FLAG) ?? []))

test('Have every flag that a verdict advises', () => {
  expect(named).toContain('--gateway-command')
  for (const flag of [...named].filter(flag => !OF_OTHERS.includes(flag))) {
    expect(() => parseOptions(GATE, [flag]), flag).not.toThrow(/unknown option|is called/)
  }
})
