import { describe, expect, test } from 'vitest'
import type { Fault } from '../../fixtures/faults/fault.ts'
import type { ClauseId } from '../contract/index.ts'
import type { Party } from '../diagnosis/index.ts'
import type { Outcome } from '../runner/index.ts'
import { compareToCatalogue } from './compare.ts'
import type { Findings } from './run-case.ts'

const BROKEN = { sentence: 'Order is lost.', party: 'gateway', breaks: ['send/in-order'] } satisfies Fault
const FLOODED = { sentence: 'All is lost.', party: 'gateway', floods: ['send/in-order'] } satisfies Fault
const HARMLESS = { sentence: 'It is slow.', party: 'network', harmless: 'Time is nobody’s.' } satisfies Fault
const UNTESTABLE = { sentence: 'It is off.', party: 'configuration', untestable: 'refused' } satisfies Fault

function red(party: Party): Outcome {
  return {
    verdict: {
      party,
      finding: 'gateway/events-out-of-order',
      headline: `${party} at fault: it never came`,
      summary: '',
      check: '',
      evidence: [],
    },
  }
}

function found(outcomes: Partial<Record<ClauseId, Outcome | undefined>>): Findings {
  return new Map(Object.entries(outcomes)) as Findings
}

describe('Nothing deviates', () => {
  test.for<[string, Fault, Findings]>([
    [
      'when exactly what should break does',
      BROKEN,
      found({ 'send/in-order': red('gateway'), 'health/ready': undefined }),
    ],
    [
      'when more breaks in a flood',
      FLOODED,
      found({ 'send/in-order': red('gateway'), 'health/ready': red('gateway') }),
    ],
    ['when nothing breaks and nothing should', HARMLESS, found({ 'health/ready': undefined })],
    [
      'when nothing can be judged, in the words that are due',
      UNTESTABLE,
      found({ 'health/ready': { notTestable: 'it was refused' } }),
    ],
  ])('%s.', ([, fault, findings]) => {
    expect(compareToCatalogue(fault, findings)).toEqual([])
  })
})

describe('It is told', () => {
  test.for<[string, Fault, Findings, RegExp]>([
    ['when nothing was run', BROKEN, found({}), /^Nothing was run\.$/],
    [
      'when what should break holds',
      BROKEN,
      found({ 'send/in-order': undefined }),
      /^send\/in-order should break, and holds\.$/,
    ],
    [
      'when what should break was not run',
      BROKEN,
      found({ 'health/ready': undefined }),
      /^send\/in-order should break, and was not run\.$/,
    ],
    [
      'when something else breaks',
      BROKEN,
      found({ 'send/in-order': red('gateway'), 'health/ready': red('gateway') }),
      /^health\/ready should hold, and breaks: gateway at fault: it never came\.$/,
    ],
    [
      'when another party is blamed',
      BROKEN,
      found({ 'send/in-order': red('backend') }),
      /^send\/in-order blames the backend; expected the gateway/,
    ],
    [
      'when another party is blamed in a flood',
      FLOODED,
      found({ 'send/in-order': red('gateway'), 'health/ready': red('network') }),
      /^health\/ready blames the network/,
    ],
    [
      'when what should break could not be judged',
      BROKEN,
      found({ 'send/in-order': { notTestable: 'no port' } }),
      /^send\/in-order could not be judged: no port$/,
    ],
    [
      'when what should hold could not be judged',
      HARMLESS,
      found({ 'health/ready': { notTestable: 'no port' } }),
      /^health\/ready could not be judged: no port$/,
    ],
    [
      'when something passes where nothing is to be judged',
      UNTESTABLE,
      found({ 'health/ready': undefined }),
      /^health\/ready passes, and nothing is there to be judged\.$/,
    ],
    [
      'when something is red where nothing is to be judged',
      UNTESTABLE,
      found({ 'health/ready': red('gateway') }),
      /^health\/ready is judged: /,
    ],
    [
      'when nothing can be judged, but for another reason',
      UNTESTABLE,
      found({ 'health/ready': { notTestable: 'no port' } }),
      /not because it "refused": no port$/,
    ],
  ])('%s.', ([, fault, findings, words]) => {
    const [first, ...others] = compareToCatalogue(fault, findings)
    expect(first).toMatch(words)
    expect(others).toEqual([])
  })
})
