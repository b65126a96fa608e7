import { expect, test } from 'vitest'
import { CLAUSES } from '../../contract/index.ts'
import { printable } from '../../diagnosis/index.ts'
import { flawsIn } from '../../test-support/junit-schema.ts'
import { clauseResult, gateResult, LOST } from '../../test-support/sample-result.ts'
import { readXml, type XmlElement } from '../../test-support/xml-elements.ts'
import type { RunResult } from '../result.ts'
import { junit } from './junit.ts'

const HOSTILE =
  ']]> <![CDATA[ </testcase> & < > " \' &amp; &#0; \u0000\u001b[31m\u0085\u202e\ufffe\uffff\ud800 \u{1f30d} <?x?> <!-- -->'

/** The report, found to be of the form that JUnit has. */
function reportOf(result: RunResult): XmlElement {
  const report = readXml(junit.render(result))
  expect(flawsIn(report)).toEqual([])
  return report
}

function cases(result: RunResult): XmlElement[] {
  return reportOf(result).children.flatMap(suite => suite.children.filter(({ name }) => name === 'testcase'))
}

function onlyCase(...clause: Parameters<typeof clauseResult>): XmlElement | undefined {
  return cases(gateResult([clauseResult(...clause)]))[0]
}

function partOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find(child => child.name === name)
}

function propertiesOf(element: XmlElement | undefined): Record<string, string | undefined> {
  const properties = partOf(element, 'properties')?.children ?? []
  return Object.fromEntries(properties.map(({ attributes }) => [attributes.name, attributes.value]))
}

test('There is a suite for each area and a case for each clause, with its time in seconds.', () => {
  const report = reportOf(
    gateResult([
      { ...clauseResult('connect/fresh-token', 'passed'), durationMs: 45.4321 },
      clauseResult('send/in-order', 'passed'),
      clauseResult('connect/opens-at-once', 'passed'),
    ]),
  )
  expect(report.attributes).toMatchObject({ tests: '3', time: '1.234' })
  const suites = report.children.map(({ attributes: { name, tests, time } }) => [name, tests, time])
  expect(suites).toEqual([
    ['connect', '2', '0.058'],
    ['send', '1', '0.013'],
  ])
  const [first] = report.children[0]?.children.filter(({ name }) => name === 'testcase') ?? []
  expect(first?.attributes).toEqual({ classname: 'connect', name: 'connect/fresh-token', time: '0.045' })
  expect(propertiesOf(first)).toEqual({
    level: 'MUST',
    status: 'passed',
    sentence: CLAUSES['connect/fresh-token'].sentence,
  })
})

test('Each suite says who was judged, by what, and with which version.', () => {
  const target = { name: '../SSEGateway', kind: 'directory', version: '1.2.3', commit: 'abc1234' } as const
  const result = gateResult([clauseResult('connect/fresh-token', 'passed')], { target })
  if (result.subject !== undefined) throw new TypeError('expected the result of a gateway')
  const backend = { name: 'flask', kind: 'flask', python: '3.12.1' } as const
  expect(propertiesOf(reportOf({ ...result, backend }).children[0])).toEqual({
    target: '../SSEGateway (commit abc1234)',
    version: '1.2.3',
    commit: 'abc1234',
    edition: 'callback-events',
    backend: 'flask (Python 3.12.1)',
    harness: '0.1.0',
    node: 'v24.0.0',
    exitCode: '0',
  })
})

test('A failure says whose it is, and has the verdict, its evidence and the command as its text.', () => {
  const failure = partOf(onlyCase('connect/fresh-token', 'failed', { verdict: LOST }), 'failure')
  expect(failure?.attributes).toEqual({ message: LOST.headline, type: LOST.finding })
  expect(failure?.text).toBe(
    [
      `required: ${CLAUSES['connect/fresh-token'].sentence}`,
      LOST.headline,
      LOST.summary,
      ...LOST.evidence,
      `check first: ${LOST.check}`,
      'reproduce: npm run reproduce -- connect/fresh-token',
    ].join('\n'),
  )
})

test('What has expired says so first, and has the evidence.', () => {
  const stale = onlyCase('connect/fresh-token', 'stale', { reason: 'it has expired', verdict: LOST })
  expect(partOf(stale, 'failure')?.attributes).toEqual({ message: 'it has expired', type: 'stale' })
  expect(partOf(stale, 'failure')?.text).toContain(LOST.summary)
})

test.each([
  ['warning', { level: 'SHOULD', verdict: LOST }, 'skipped', `warning (SHOULD): ${LOST.headline}`],
  [
    'known-failure',
    { reason: 'it never did', expires: '2027-06-30', verdict: LOST },
    'skipped',
    'known failure until 2027-06-30: it never did',
  ],
  [
    'left-out',
    { reason: 'it measures wall-clock time', leftOutBy: '--fast' },
    'skipped',
    'skipped by --fast: it measures wall-clock time',
  ],
  [
    'left-out',
    { reason: 'not selected', leftOutBy: '--except' },
    'skipped',
    'skipped by --except: not selected',
  ],
  ['not-testable', { reason: 'no port\nits last words' }, 'error', 'not testable: no port its last words'],
] as const)('What is %s says so in its message: %j.', (status, more, part, message) => {
  const only = onlyCase('connect/fresh-token', status, more)
  expect(partOf(only, part)?.attributes.message).toBe(message)
})

test.each([
  ['warning', { verdict: LOST }],
  ['known-failure', { verdict: LOST, reason: 'r' }],
] as const)('The evidence of what does not count, %s, is its output.', (status, more) => {
  const output = partOf(onlyCase('connect/fresh-token', status, more), 'system-out')?.text
  expect(output).toContain([LOST.headline, LOST.summary, ...LOST.evidence].join('\n'))
  expect(output).toContain('reproduce: npm run reproduce -- connect/fresh-token')
})

test('What --only did not choose is no case, and its number is said.', () => {
  const report = reportOf(
    gateResult([
      clauseResult('connect/fresh-token', 'passed'),
      clauseResult('send/in-order', 'left-out', { leftOutBy: '--only', reason: 'not selected' }),
    ]),
  )
  expect(report.children.map(({ attributes }) => attributes.name)).toEqual(['connect'])
  expect(propertiesOf(report.children[0]).notAskedFor).toBe('1 clause, skipped by --only')
})

test('What went wrong outside of every scenario is an error of its own.', () => {
  const report = reportOf({
    ...gateResult([clauseResult('connect/fresh-token', 'passed')]),
    mishaps: ['a file does not load'],
  })
  expect(report.attributes).toMatchObject({ tests: '2', errors: '1' })
  expect(partOf(report.children[1]?.children[0], 'error')?.attributes.message).toBe('a file does not load')
})

test('The suites count what failed, what could not be judged and what does not count.', () => {
  const report = reportOf(
    gateResult([
      clauseResult('connect/fresh-token', 'failed', { verdict: LOST }),
      clauseResult('connect/opens-at-once', 'not-testable', { reason: 'x' }),
      clauseResult('connect/redirect-refused', 'left-out', { reason: 'x', leftOutBy: '--fast' }),
    ]),
  )
  const counts = { tests: '3', failures: '1', errors: '1', skipped: '1' }
  expect(report.attributes).toMatchObject(counts)
  expect(report.children[0]?.attributes).toMatchObject(counts)
})

test.each(['failed', 'stale', 'warning', 'known-failure', 'not-testable', 'left-out'] as const)(
  'Hostile text in a clause that is %s leaves the report well-formed and the text readable.',
  status => {
    const shown = printable(HOSTILE)
    const verdict = { ...LOST, headline: shown, summary: shown, check: shown, evidence: [shown] }
    for (const more of [{ reason: HOSTILE, verdict }, { reason: HOSTILE }]) {
      const only = onlyCase('connect/fresh-token', status, more)
      expect(only?.attributes.name).toBe('connect/fresh-token')
      const told = only?.children.map(({ text, attributes }) => `${text}${attributes.message ?? ''}`).join()
      expect(told).toContain('\\x00\\x1b[31m')
      expect(told).toContain(']]> <![CDATA[ </testcase> & <')
    }
  },
)

test.each([
  '<a><b></a></b>',
  '<a>',
  '<a>&nope;</a>',
  '<a>]]></a>',
  '<a b="<"/>',
  '<a/><a/>',
  '<a>\u0001</a>',
])('The check itself refuses %j.', document => {
  expect(() => readXml(document)).toThrow()
})
