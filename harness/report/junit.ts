import { createRequire } from 'node:module'
import type { Builder } from 'junit-report-builder'
import { areaOf, CLAUSES } from '../contract/index.ts'
import { printable } from '../verdict/index.ts'
import type { ClauseResult, GateResult } from './result.ts'

const require = createRequire(import.meta.url)

/** The same truth as result.json for whatever reads JUnit: a suite for each area, a case for each clause. */
export function junitOf(result: GateResult): string {
  // Loaded when a report is written. CommonJS with its builder as module.exports, which its types do not say.
  const report = (require('junit-report-builder') as Builder).newBuilder()
  const areas = Map.groupBy(result.clauses, ({ id }) => areaOf(id))
  for (const [area, clauses] of areas) {
    const suite = report.testSuite().name(area).timestamp(new Date(result.environment.startedAt))
    if (result.subject !== 'backend' && result.looksLike !== undefined) {
      suite.property('looksLike', result.looksLike.edition)
      suite.property('looksLikeBecause', printable(result.looksLike.because))
    }
    for (const clause of clauses) {
      const testCase = suite
        .testCase()
        .className(area)
        .name(clause.id)
        .time(Number((clause.durationMs / 1000).toFixed(3)))
        .property('level', clause.level)
        .property('status', clause.status)
        .property('sentence', CLAUSES[clause.id].sentence)
      if (clause.verdict !== undefined) testCase.property('finding', clause.verdict.finding)
      const text = detail(clause)
      if (clause.status === 'failed' || clause.status === 'stale') {
        testCase.failure(printable(clause.reason ?? clause.verdict?.headline ?? ''), clause.status)
        testCase.standardError(text)
      } else if (clause.status === 'not-testable') {
        testCase.error(printable(clause.reason ?? ''), clause.status, text)
      } else if (clause.status !== 'passed') {
        // The builder has no message for what is skipped, so a property says why.
        testCase.skipped().property('reason', printable(clause.reason ?? clause.verdict?.headline ?? ''))
        testCase.standardOutput(`${clause.status}: ${text}`)
      }
    }
  }
  for (const mishap of result.mishaps ?? []) {
    report.testSuite().name('harness').testCase().className('harness').name('mishap').error(mishap, 'mishap')
  }
  return report.build()
}

function detail({ verdict, reason }: ClauseResult): string {
  const check = verdict === undefined ? [] : [`check first: ${printable(verdict.check)}`]
  return [printable(reason ?? ''), verdict?.summary ?? '', ...(verdict?.evidence ?? []), ...check]
    .filter(line => line !== '')
    .join('\n')
}
