import { createRequire } from 'node:module'
import type * as XmlBuilder from 'xmlbuilder'
import { areaOf, CLAUSES } from '../../contract/index.ts'
import { printable } from '../../diagnosis/index.ts'
import type { ClauseResult, RunResult } from '../result.ts'
import { nameTarget } from '../target-description.ts'
import { inNumber } from '../wording.ts'
import type { ReportFormat } from './report-format.ts'

const require = createRequire(import.meta.url)

/** An element, its attributes, and what it holds. */
type Element = readonly [
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content?: string | readonly Element[],
]

/** What a case comes to for whatever reads JUnit. */
type Count = 'failures' | 'errors' | 'skipped'

const COUNTED_AS: Readonly<Partial<Record<ClauseResult['status'], Count>>> = {
  failed: 'failures',
  stale: 'failures',
  'not-testable': 'errors',
  warning: 'skipped',
  'known-failure': 'skipped',
  'left-out': 'skipped',
}

/**
 * The same truth as result.json for whatever reads JUnit: a suite for each area, a case for each clause. A clause that
 * `--only` did not choose is no case: it would be a skipped test like any other.
 */
export const junit: ReportFormat = { file: 'junit.xml', render: junitOf }

function junitOf(result: RunResult): string {
  const asked = result.clauses.filter(({ leftOutBy }) => leftOutBy !== '--only')
  const areas = Map.groupBy(asked, ({ id }) => areaOf(id))
  const properties = propertiesOf(result, result.clauses.length - asked.length)
  const { mishaps = [] } = result
  const counted = asked.map(({ status }) => COUNTED_AS[status]).concat(mishaps.map(() => 'errors'))
  const { startedAt, durationMs } = result.environment
  return written([
    'testsuites',
    { name: 'SSE conformance', ...countsOf(counted), time: seconds(durationMs), timestamp: startedAt },
    [
      ...[...areas].map(([area, clauses]) => suite(area, clauses, properties, startedAt)),
      ...(mishaps.length === 0 ? [] : [suiteOfMishaps(mishaps)]),
    ],
  ])
}

function suite(
  area: string,
  clauses: readonly ClauseResult[],
  properties: Element,
  timestamp: string,
): Element {
  const time = clauses.reduce((sum, { durationMs }) => sum + durationMs, 0)
  const counts = countsOf(clauses.map(({ status }) => COUNTED_AS[status]))
  return [
    'testsuite',
    { name: area, ...counts, time: seconds(time), timestamp },
    [properties, ...clauses.map(testCase)],
  ]
}

function suiteOfMishaps(mishaps: readonly string[]): Element {
  return [
    'testsuite',
    { name: 'harness', ...countsOf(mishaps.map(() => 'errors')), time: seconds(0) },
    mishaps.map(mishap => [
      'testcase',
      { classname: 'harness', name: 'mishap', time: seconds(0) },
      [['error', { message: line(mishap), type: 'mishap' }]],
    ]),
  ]
}

function testCase(clause: ClauseResult): Element {
  const { durationMs, id, level, reproduce, status, verdict } = clause
  const attributes = { classname: areaOf(id), name: id, time: seconds(durationMs) }
  return [
    'testcase',
    attributes,
    [
      properties({
        level,
        status,
        sentence: CLAUSES[id].sentence,
        ...(verdict === undefined ? {} : { finding: verdict.finding }),
        ...(reproduce === undefined ? {} : { reproduce }),
      }),
      ...outcome(clause),
    ],
  ]
}

function outcome(clause: ClauseResult): Element[] {
  const { expires, leftOutBy, level, reason = '', status, verdict } = clause
  const headline = verdict?.headline ?? reason
  switch (status) {
    case 'passed':
      return []
    case 'failed':
      return [['failure', { message: line(headline), type: verdict?.finding ?? status }, detail(clause)]]
    case 'stale':
      return [['failure', { message: line(reason), type: status }, detail(clause)]]
    case 'not-testable':
      return [['error', { message: line(`not testable: ${reason}`), type: status }, detail(clause)]]
    case 'warning':
      return skipped(`${level}, warned of: ${headline}`, clause)
    case 'known-failure': {
      const until = expires === undefined ? '' : ` until ${expires}`
      return skipped(`known failure${until}: ${reason}`, clause)
    }
    case 'left-out':
      return [['skipped', { message: line(`left out by ${leftOutBy ?? 'the caller'}: ${reason}`) }]]
  }
}

/** The evidence of a case that does not count is its output. */
function skipped(message: string, clause: ClauseResult): Element[] {
  return [
    ['skipped', { message: line(message) }],
    ['system-out', {}, detail(clause)],
  ]
}

function detail({ id, link, reason, reproduce, verdict }: ClauseResult): string {
  const found =
    verdict === undefined
      ? []
      : [verdict.headline, verdict.summary, ...verdict.evidence, `check first: ${printable(verdict.check)}`]
  return [
    ...(reason === undefined ? [] : reason.split('\n').map(printable)),
    ...(link === undefined ? [] : [printable(link)]),
    `owed: ${CLAUSES[id].sentence}`,
    ...found,
    ...(reproduce === undefined ? [] : [`reproduce: ${reproduce}`]),
  ].join('\n')
}

/** Who was judged, by what, and with what. */
function propertiesOf(result: RunResult, notAsked: number): Element {
  const { environment, target } = result
  const { commit, version } = target as { readonly commit?: string; readonly version?: string }
  const backend = result.subject !== undefined ? undefined : result.backend
  const looksLike = result.subject !== undefined ? undefined : result.looksLike
  return properties({
    target: nameTarget(target),
    ...(version === undefined ? {} : { version }),
    ...(commit === undefined ? {} : { commit }),
    ...('edition' in result ? { edition: result.edition } : {}),
    ...(result.subject === undefined && result.cors === true ? { cors: 'true' } : {}),
    ...(backend === undefined ? {} : { backend: nameTarget(backend) }),
    harness: environment.harness,
    node: environment.node,
    exitCode: String(result.exitCode),
    ...(notAsked === 0 ? {} : { notAskedFor: `${inNumber(notAsked, 'clause')}, left out by --only` }),
    ...(looksLike === undefined
      ? {}
      : { looksLike: looksLike.edition, looksLikeBecause: looksLike.because, runAgain: looksLike.again }),
  })
}

function properties(values: Readonly<Record<string, string>>): Element {
  return [
    'properties',
    {},
    Object.entries(values).map(([name, value]) => ['property', { name, value: line(value) }]),
  ]
}

function countsOf(cases: readonly (Count | undefined)[]): Readonly<Record<'tests' | Count, number>> {
  const of = (count: Count): number => cases.filter(one => one === count).length
  return { tests: cases.length, failures: of('failures'), errors: of('errors'), skipped: of('skipped') }
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1_000).toFixed(3)
}

/** An attribute is one line, and holds nothing that a terminal obeys. */
function line(text: string): string {
  return printable(text.replaceAll('\n', ' '))
}

function written(root: Element): string {
  // CommonJS, loaded when a report is written.
  const { create } = require('xmlbuilder') as typeof XmlBuilder
  const [name, attributes, content] = root
  const document = create(name, { encoding: 'UTF-8', invalidCharReplacement: '' })
  for (const [key, value] of Object.entries(attributes)) document.att(key, value)
  fill(document, content)
  return `${document.end({ pretty: true })}\n`
}

function fill(parent: XmlBuilder.XMLElement, content: Element[2]): void {
  if (typeof content === 'string') parent.txt(content)
  else for (const [name, attributes, inner] of content ?? []) fill(parent.ele(name, attributes), inner)
}
