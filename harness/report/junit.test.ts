import { expect, test } from 'vitest'
import { CLAUSES } from '../contract/index.ts'
import { printable } from '../verdict/index.ts'
import { junitOf } from './junit.ts'
import { clauseResult, gateResult, LOST } from './sample-result.ts'
import { readXml, type XmlElement } from './xml-elements.ts'

const HOSTILE =
  ']]> <![CDATA[ </testcase> & < > " \' &amp; &#0; \u0000\u001b[31m\u0085\u202e\ufffe\uffff\ud800 \u{1f30d} <?x?> <!-- -->'

function cases(document: string): XmlElement[] {
  return readXml(document).children.flatMap(suite => suite.children)
}

function partOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find(child => child.name === name)
}

test('There is a suite for each area and a case for each clause, with its time in seconds.', () => {
  const report = readXml(
    junitOf(
      gateResult([
        clauseResult('connect/fresh-token', 'passed'),
        clauseResult('send/in-order', 'passed'),
        clauseResult('connect/opens-at-once', 'passed'),
      ]),
    ),
  )
  expect(report.children.map(({ name, attributes }) => [name, attributes.name, attributes.tests])).toEqual([
    ['testsuite', 'connect', '2'],
    ['testsuite', 'send', '1'],
  ])
  expect(cases(junitOf(gateResult([clauseResult('connect/fresh-token', 'passed')])))).toMatchObject([
    {
      name: 'testcase',
      attributes: { classname: 'connect', name: 'connect/fresh-token', time: '0.013' },
      children: [
        {
          name: 'properties',
          children: [
            { attributes: { name: 'level', value: 'MUST' } },
            { attributes: { name: 'status', value: 'passed' } },
            { attributes: { name: 'sentence', value: CLAUSES['connect/fresh-token'].sentence } },
          ],
        },
      ],
    },
  ])
})

test('A failure says whose it is, and has the evidence.', () => {
  const [failed] = cases(
    junitOf(gateResult([clauseResult('connect/fresh-token', 'failed', { verdict: LOST })])),
  )
  expect(partOf(failed, 'failure')?.attributes).toMatchObject({ message: LOST.headline, type: 'failed' })
  const evidence = partOf(failed, 'system-err')?.text
  expect(evidence).toBe([LOST.summary, ...LOST.evidence, `check first: ${LOST.check}`].join('\n'))
})

test('What has expired says so first, and has the evidence.', () => {
  const [stale] = cases(
    junitOf(
      gateResult([clauseResult('connect/fresh-token', 'stale', { reason: 'it has expired', verdict: LOST })]),
    ),
  )
  expect(partOf(stale, 'failure')?.attributes).toMatchObject({ message: 'it has expired', type: 'stale' })
  expect(partOf(stale, 'system-err')?.text).toContain(LOST.summary)
})

test.each([
  ['stale', 'failure'],
  ['not-testable', 'error'],
  ['warning', 'skipped'],
  ['known-failure', 'skipped'],
  ['left-out', 'skipped'],
] as const)('What is %s is neither passed nor lost: %s.', (status, part) => {
  const [only] = cases(
    junitOf(gateResult([clauseResult('connect/fresh-token', status, { reason: 'because' })])),
  )
  expect(partOf(only, part)).toBeDefined()
  expect(JSON.stringify(only)).toContain('because')
})

test('The suites count what failed, what could not be judged and what does not count.', () => {
  const report = readXml(
    junitOf(
      gateResult([
        clauseResult('connect/fresh-token', 'failed', { verdict: LOST }),
        clauseResult('connect/opens-at-once', 'not-testable', { reason: 'x' }),
        clauseResult('connect/redirect-refused', 'left-out', { reason: 'x' }),
      ]),
    ),
  )
  expect(report.children[0]?.attributes).toMatchObject({
    tests: '3',
    failures: '1',
    errors: '1',
    skipped: '1',
  })
})

test.each(['failed', 'stale', 'warning', 'known-failure', 'not-testable', 'left-out'] as const)(
  'Hostile text in a clause that is %s leaves the report well-formed and the text readable.',
  status => {
    const shown = printable(HOSTILE)
    const verdict = { ...LOST, headline: shown, summary: shown, check: shown, evidence: [shown] }
    const withVerdict = junitOf(
      gateResult([clauseResult('connect/fresh-token', status, { reason: HOSTILE, verdict })]),
    )
    const withReason = junitOf(gateResult([clauseResult('connect/fresh-token', status, { reason: HOSTILE })]))
    for (const document of [withVerdict, withReason]) {
      const [only, ...others] = cases(document)
      expect(others).toEqual([])
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
