import { describe, expect, test } from 'vitest'
import type { Fault } from '../../fixtures/faults/fault.ts'
import type { FindingId } from '../diagnosis/index.ts'
import { RECORDED, unrecorded, withFindings } from './findings.ts'
import type { FaultResult } from './result.ts'

const FAULT: Fault = { sentence: 'Order is lost.', party: 'gateway', breaks: ['send/in-order'] }

/** A result of the gateway fault `reorder` with these findings on the clause that it breaks. */
function resultWith(...findings: FindingId[]): FaultResult {
  const words = { party: 'gateway', headline: '', summary: '', check: '', evidence: [] } as const
  return {
    place: 'gateway',
    name: 'reorder',
    fault: FAULT,
    red: findings.map(finding => ({ clause: 'send/in-order', verdict: { ...words, finding } })),
    untouched: [],
    notTestable: [],
    deviations: [],
  }
}

const recorded = {
  ...RECORDED,
  gateway: { reorder: ['gateway/events-out-of-order', 'gateway/event-duplicated'] as const },
}

describe('Of the recorded findings', () => {
  test('one that is found again is enough.', () => {
    expect(unrecorded(resultWith('gateway/event-duplicated'), recorded)).toEqual([])
  })

  test('none found is reported with the command that records it.', () => {
    expect(unrecorded(resultWith('gateway/token-reused'), recorded)).toEqual([
      'fixtures/faults/findings.yml lists gateway/events-out-of-order, gateway/event-duplicated; found gateway/token-reused. ' +
        'Write it with npm run faults -- --areas --write --only gateway/reorder.',
    ])
  })

  test('as many others as recorded are reported too.', () => {
    expect(unrecorded(resultWith('gateway/token-reused', 'gateway/wrong-status'), recorded)).toHaveLength(1)
  })

  test('none at all is reported.', () => {
    expect(unrecorded(resultWith(), recorded)).toEqual([expect.stringMatching(/; found no finding\./)])
  })

  test('a finding of a fault that has none is reported.', () => {
    const none = { ...recorded, gateway: {} }
    expect(unrecorded(resultWith('gateway/token-reused'), none)).toEqual([
      expect.stringMatching(/lists no finding; found gateway\/token-reused\./),
    ])
  })
})

describe('Record findings', () => {
  test('as they are where one was found again', () => {
    expect(withFindings([resultWith('gateway/event-duplicated')], recorded).gateway).toEqual(recorded.gateway)
  })

  test('of all test beds of a fault where one test bed found another', () => {
    const results = [resultWith('gateway/token-reused'), resultWith('gateway/event-duplicated')]
    expect(withFindings(results, recorded).gateway).toEqual({
      reorder: ['gateway/event-duplicated', 'gateway/token-reused'],
    })
  })

  test('without those of a fault that is not in the catalogue', () => {
    const old = { ...recorded, gateway: { ...recorded.gateway, gone: ['gateway/token-reused'] as const } }
    expect(withFindings([], old).gateway).toEqual(recorded.gateway)
  })
})
