import { expect, test } from 'vitest'
import { FINDINGS, wordsOf } from '../../diagnosis/findings/index.ts'
import type { Party } from '../../diagnosis/party.ts'
import { DEPLOYMENT } from '../commands/deployment/command.ts'
import { GATE } from '../commands/gate/command.ts'
import { parseOptions } from './parse.ts'
import type { Rows } from './row.ts'

const FLAG = /(?<!\w)--[a-z][a-z-]*/g

/** Gunicorn's, in a sentence to a backend. */
const OF_OTHERS = ['--threads']

/** In a verdict on a system that runs. */
const OF_DEPLOYMENT = ['--url']

const checks = Object.entries(FINDINGS).flatMap(([party, findings]) =>
  Object.keys(findings).map(what => wordsOf(party as Party, what).advice),
)
const named = new Set(checks.flatMap(check => check.match(FLAG) ?? []))

test('Have every flag that a verdict advises', () => {
  expect(named).toContain('--gateway-command')
  for (const flag of [...named].filter(flag => !OF_OTHERS.includes(flag))) {
    const command = OF_DEPLOYMENT.includes(flag) ? DEPLOYMENT : GATE
    expect(() => parseOptions<Rows>(command, [flag]), flag).not.toThrow(/unknown option|is called/)
  }
})
