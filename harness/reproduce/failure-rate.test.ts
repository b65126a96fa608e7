import { expect, test } from 'vitest'
import type { FindingId, Verdict } from '../diagnosis/index.ts'
import { Tally } from './failure-rate.ts'
import type { ScenarioRun } from './repeated-run.ts'

const LOST = 'gateway/event-lost-after-accept'
const DEAD = 'gateway/process-died'

function play(finding?: FindingId): ScenarioRun {
  if (finding === undefined) return { outcome: undefined } as ScenarioRun
  const verdict: Verdict = {
    party: 'gateway',
    finding,
    headline: `it is ${finding}`,
    summary: '',
    check: '',
    evidence: [],
  }
  return { outcome: { verdict } } as ScenarioRun
}

test('A tally says how often it failed, and in which ways.', () => {
  const tally = new Tally()
  expect(tally.rate).toBe('failed 0 of 0 (0.0 %)')
  const findings = [DEAD, undefined, LOST, LOST, ...Array<undefined>(196)] as const
  const failed = findings.map(finding => tally.count(play(finding)))
  expect(failed.slice(0, 4)).toEqual([true, false, true, true])
  expect(tally.rate).toBe('failed 3 of 200 (1.5 %)')
  expect(tally.failings).toEqual([
    { finding: LOST, headline: `it is ${LOST}`, times: 2 },
    { finding: DEAD, headline: `it is ${DEAD}`, times: 1 },
  ])
})

test('A rare failure does not look like none.', () => {
  const tally = new Tally()
  tally.count(play(DEAD))
  for (let n = 0; n < 4_999; n += 1) tally.count(play())
  expect(tally.rate).toBe('failed 1 of 5000 (0.020 %)')
})
