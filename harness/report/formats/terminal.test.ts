import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { CLAUSE_IDS, CLAUSES, type ClauseId } from '../../contract/index.ts'
import { clauseResult, gateResult, LOST } from '../../test-support/sample-result.ts'
import type { RunResult } from '../result.ts'
import { outcome } from './terminal.ts'

const HOSTILE = '\u001b]0;owned\u0007\u202e\n../gateway'
const HARMLESS = '\\x1b]0;owned\\x07\\u{202e}\\n../gateway'

/** The lines of an outcome, without colours. */
function lines(result: RunResult): string[] {
  const text = outcome(result)
  return stripVTControlCharacters(text).split('\n')
}

describe('A failed clause', () => {
  const shown = lines(gateResult([clauseResult('connect/fresh-token', 'failed', { verdict: LOST })]))

  test('A failed clause shows its level and the party at fault.', () => {
    expect(shown).toContain(
      '✗ connect/fresh-token   MUST   gateway at fault: lost between accepted and written',
    )
  })

  test('A failed clause shows summary, evidence, advice and the command that reproduces it, in this order.', () => {
    const places = [
      LOST.summary,
      ...LOST.evidence,
      `  check first:  ${LOST.check}`,
      '  reproduce:  npm run reproduce -- connect/fresh-token',
    ].map(part => shown.findIndex(line => line.trim() === part.trim()))
    expect(places).not.toContain(-1)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  })

  test('A gateway with a failed clause does not conform.', () => {
    expect(shown.at(-2)).toBe('does not conform  ../SSEGateway: of 1 clause 1 failed; 1.2 s')
  })

  test('A failed clause says how many of its scenarios fail.', () => {
    const scenarios = ['first', 'second', 'third'].map((name, at) => ({
      name,
      file: 'scenarios/x.test.ts',
      state: at === 0 ? ('passed' as const) : ('failed' as const),
    }))
    const clause = clauseResult('connect/fresh-token', 'failed', { verdict: LOST, scenarios })
    expect(lines(gateResult([clause]))).toContain('  2 of its 3 scenarios fail; this is the first: second')
  })

  test('A long summary is wrapped without losing a word.', () => {
    const summary = Array.from({ length: 60 }, (_, at) => `word${at}`).join(' ')
    const clause = clauseResult('connect/fresh-token', 'failed', { verdict: { ...LOST, summary } })
    const told = lines(gateResult([clause])).filter(line => line.includes('word'))
    expect(told.map(line => line.trim()).join(' ')).toBe(summary)
    expect(told.every(line => line.length <= 110)).toBe(true)
  })
})

test('Every area has one line, with its worst mark, its counts and its scenarios; an area that is skipped as a whole has none.', () => {
  const shown = lines(
    gateResult([
      clauseResult('connect/fresh-token', 'passed'),
      clauseResult('connect/opens-at-once', 'failed', { verdict: LOST }),
      clauseResult('send/in-order', 'passed'),
      clauseResult('heartbeat/comments-on-open-streams', 'left-out', { reason: 'r' }),
    ]),
  )
  expect(shown.slice(0, 4)).toEqual([
    '  area             scenarios  time, added up  clauses',
    '✗ connect                  2           0.0 s  1 failed, 1 passed',
    '✓ send                     1           0.0 s  1 passed',
    '',
  ])
})

test('Passed clauses have no lines of their own, and the gateway conforms.', () => {
  const shown = lines(gateResult([clauseResult('connect/fresh-token', 'passed')]))
  expect(shown).toHaveLength(5)
  expect(shown.at(-2)).toBe('conforms  ../SSEGateway: of 1 clause 1 passed; 1.2 s')
})

test('A run that judged some of the clauses conforms in those alone.', () => {
  const shown = lines(
    gateResult([
      clauseResult('connect/fresh-token', 'passed'),
      clauseResult('send/in-order', 'left-out', { reason: 'r' }),
    ]),
  )
  expect(shown.at(-2)).toMatch(/^conforms in the 1 of 2 clauses judged {2}/)
})

test('A run of the bundled gateway says that no gateway of the caller was judged.', () => {
  const shown = lines(
    gateResult([clauseResult('connect/fresh-token', 'passed')], { target: { name: 'x', kind: 'reference' } }),
  )
  expect(shown.at(-2)).toContain('(the bundled gateway; name yours with --gateway)')
})

test('A warning is shown like a failure, but the gateway conforms.', () => {
  const shown = lines(
    gateResult([clauseResult('connect/fresh-token', 'warning', { level: 'SHOULD', verdict: LOST })]),
  )
  expect(shown).toContain(
    '! connect/fresh-token   SHOULD   gateway at fault: lost between accepted and written',
  )
  expect(shown.at(-2)).toMatch(/^conforms .* 1 warning;/)
})

test('A known failure has two lines: why it is accepted, and what it is.', () => {
  const shown = lines(
    gateResult([
      clauseResult('connect/fresh-token', 'known-failure', { reason: 'it never did', verdict: LOST }),
    ]),
  )
  expect(shown).toContain('~ connect/fresh-token   known failure: it never did')
  expect(shown).toContain(`    its one scenario fails: ${LOST.headline}`)
  expect(shown.join('\n')).not.toContain('reproduce')
})

test('The last line says how many of the known failures are about MUST clauses.', () => {
  const known = (level: 'MUST' | 'SHOULD') => {
    const id = CLAUSE_IDS.find(id => CLAUSES[id].level === level) as ClauseId
    return clauseResult(id, 'known-failure', { level, reason: 'x', verdict: LOST })
  }
  const end = (...clauses: readonly ReturnType<typeof known>[]) => lines(gateResult(clauses)).at(-2)
  expect(end(known('MUST'))).toMatch(/ 1 known failure \(all MUST\); /)
  expect(end(known('SHOULD'))).toMatch(/ 1 known failure; /)
  expect(end(known('MUST'), known('SHOULD'))).toMatch(/ 2 known failures \(1 of them MUST\); /)
})

test('A known failure shows its last day and its link.', () => {
  const more = { reason: 'it never did', link: 'https://example.org/1', expires: '2027-03-31', verdict: LOST }
  expect(lines(gateResult([clauseResult('connect/fresh-token', 'known-failure', more)]))).toContain(
    '~ connect/fresh-token   known failure until 2027-03-31: it never did (https://example.org/1)',
  )
})

test('A known failure that has expired says so and is shown like a failure.', () => {
  const shown = lines(
    gateResult([clauseResult('connect/fresh-token', 'stale', { reason: 'it has expired', verdict: LOST })]),
  )
  const at = shown.indexOf(`✗ connect/fresh-token   MUST   ${LOST.headline}`)
  expect(shown.slice(at + 1, at + 4)).toEqual([
    '  required: Every stream gets its own token, a random UUID.',
    '  stale: it has expired',
    `  ${LOST.summary}`,
  ])
  expect(shown).toContain('  reproduce:  npm run reproduce -- connect/fresh-token')
  expect(shown.at(-2)).toMatch(/^does not conform .* 1 stale;/)
})

test('A stale entry says what to do about it.', () => {
  const shown = lines(gateResult([clauseResult('connect/fresh-token', 'stale', { reason: 'take it off' })]))
  expect(shown).toContain('✗ connect/fresh-token   MUST   stale: take it off')
  expect(shown.at(-2)).toMatch(/^does not conform /)
})

test('A clause that is not testable shows its reason, and the gateway does not conform.', () => {
  const shown = lines(
    gateResult([clauseResult('connect/fresh-token', 'not-testable', { reason: 'no port' })]),
  )
  expect(shown).toContain('? connect/fresh-token   MUST   not testable: no port')
  expect(shown.at(-2)).toMatch(/^not testable /)
})

test('A reason that makes several clauses untestable is shown once, with the output of the gateway.', () => {
  const reason = 'The gateway ended.\nLast output:\n  first\n  last'
  const shown = lines(
    gateResult([
      clauseResult('connect/fresh-token', 'not-testable', { reason }),
      clauseResult('connect/opens-at-once', 'not-testable', { reason: reason.replace('first', 'other') }),
    ]),
  )
  const at = shown.indexOf('? connect/fresh-token, connect/opens-at-once   not testable: The gateway ended.')
  expect(shown.slice(at + 1, at + 5)).toEqual(['    Last output:', '      first', '      last', ''])
  expect(shown.filter(line => line.includes('The gateway ended.'))).toHaveLength(1)
})

test.each([
  ['a port of its own', 'It answered at http://127.0.0.1:1.', 'It answered at http://127.0.0.1:2.'],
  ['words that came late', 'It ended.\nIt printed nothing.', 'It ended.\nLast output:\n  bye'],
  ['words that came late', 'It ended.', 'It ended.\nLast output:\n  bye'],
])(
  'A reason that makes clauses of several workers untestable is shown once, also with %s.',
  (_, one, other) => {
    const shown = lines(
      gateResult([
        clauseResult('connect/fresh-token', 'not-testable', { reason: one }),
        clauseResult('connect/opens-at-once', 'not-testable', { reason: other }),
      ]),
    )
    expect(shown.filter(line => /^\? connect\/.* not testable: It/.test(line))).toHaveLength(1)
    expect(shown.includes('      bye')).toBe(other.includes('bye'))
  },
)

test('Skipped clauses are listed by reason: few by name, many by number.', () => {
  const few = ['connect/fresh-token', 'connect/opens-at-once'] as const
  const shown = lines(
    gateResult([
      ...few.map(id => clauseResult(id, 'left-out', { reason: 'one reason', leftOutBy: '--fast' })),
      ...Array.from({ length: 7 }, () =>
        clauseResult('send/in-order', 'left-out', { reason: 'another', leftOutBy: '--only' }),
      ),
    ]),
  )
  expect(shown).toContain('- skipped, one reason (--fast): connect/fresh-token, connect/opens-at-once')
  expect(shown).toContain('- skipped, another (--only): 7 clauses')
})

test('An interrupted run says so, whatever was found before.', () => {
  const result = gateResult([clauseResult('connect/fresh-token', 'passed')], { interruptedBy: 'SIGINT' })
  expect(lines(result).at(-2)).toMatch(/^interrupted by SIGINT /)
})

test('Hostile reasons and scenario names are harmless.', () => {
  const scenarios = [1, 2].map(() => ({ name: HOSTILE, file: 'x', state: 'failed' as const }))
  const text = outcome(
    gateResult([
      clauseResult('connect/fresh-token', 'failed', { verdict: LOST, scenarios }),
      ...(['stale', 'not-testable', 'known-failure'] as const).map(status =>
        clauseResult('connect/opens-at-once', status, { reason: HOSTILE }),
      ),
    ]),
  )
  // The reason why something is not testable may have several lines, each of which is indented.
  expect(text.split(HARMLESS)).toHaveLength(5)
  expect(text).toContain(`${HARMLESS.split('\\n')[0]}\n    ../gateway\n`)
  for (const character of ['\u0007', '\u202e']) expect(text).not.toContain(character)
})
