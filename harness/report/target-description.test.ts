import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import type { TargetIdentity } from '../gateway/index.ts'
import { gateResult } from '../test-support/sample-result.ts'
import { heading } from './formats/heading.ts'
import { outcome } from './formats/terminal.ts'
import type { RunResult } from './result.ts'
import { describeTarget } from './target-description.ts'

const HOSTILE = '\u001b]0;owned\u0007\u202e\n../gateway'
const HARMLESS = '\\x1b]0;owned\\x07\\u{202e}\\n../gateway'

function target(more: Partial<TargetIdentity>): TargetIdentity {
  return { name: '../SSEGateway', kind: 'directory', ...more }
}

function lines(result: RunResult): string[] {
  return stripVTControlCharacters(outcome(result)).split('\n')
}

test('A target is described with everything that distinguishes it from another.', () => {
  const described = describeTarget(
    target({ package: 'ssegateway', version: '1.0.0', commit: '9ff47e4', node: 'v24.0.0' }),
  )
  expect(described).toBe('../SSEGateway (ssegateway 1.0.0, commit 9ff47e4, node v24.0.0)')
  expect(describeTarget(target({}))).toBe('../SSEGateway')
})

test('A target that runs already is described as such.', () => {
  expect(describeTarget({ name: 'http://gateway:3000', kind: 'url' })).toBe(
    'http://gateway:3000 (already running)',
  )
})

test('The bundled target says how to name another.', () => {
  const described = describeTarget({ name: 'anything', kind: 'reference' })
  expect(described).toContain('bundled reference gateway; name yours with --gateway')
  expect(lines(gateResult([], { target: { name: 'x', kind: 'reference' } })).at(-2)).toContain(
    'bundled reference gateway: of 0 clauses',
  )
})

test.each(['name', 'package', 'version', 'commit', 'node'] as const)(
  'A target with a hostile %s is escaped.',
  part => {
    const hostile = target({ package: 'p', version: '1', [part]: HOSTILE })
    expect(describeTarget(hostile)).toContain(HARMLESS)
    expect(describeTarget(hostile)).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    expect(heading({ edition: 'callback-events', target: hostile })).toContain(HARMLESS)
  },
)

test('A hostile target is escaped in the last line.', () => {
  const ending = lines(gateResult([], { target: target({ name: HOSTILE }) })).at(-2)
  expect(ending).toContain(`${HARMLESS}: of 0 clauses`)
})
