import { expect, test } from 'vitest'
import { FINDINGS, type Finding } from '../../diagnosis/findings/index.ts'
import { GATE } from '../commands/gate/command.ts'
import { parseOptions } from './parse.ts'

const FLAG = /(?<!\w)--[a-z][a-z-]*/g

/** Gunicorn's, in a sentence to a backend. */
const OF_OTHERS = ['--threads']

const checks = Object.values(FINDINGS).flatMap(findings =>
  Object.values(findings as Readonly<Record<string, Finding>>).map(({ advice }) => advice),
)
const named = new Set(checks.flatMap(check => check.match(FLAG) ?? []))

test('Have every flag that a verdict advises', () => {
  expect(named).toContain('--gateway-command')
  for (const flag of [...named].filter(flag => !OF_OTHERS.includes(flag))) {
    expect(() => parseOptions(GATE, [flag]), flag).not.toThrow(/unknown option|is called/)
  }
})
