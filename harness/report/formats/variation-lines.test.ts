import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { clauseResult, gateResult, LOST } from '../../test-support/sample-result.ts'
import type { RunResult } from '../result.ts'
import { outcome } from './terminal.ts'

describe('Repeated runs', () => {
  const shown = (more: Pick<RunResult, 'repeated' | 'variations'>): string =>
    stripVTControlCharacters(outcome({ ...gateResult([clauseResult('send/in-order', 'passed')]), ...more }))

  test('A repeated run without variation says so.', () => {
    expect(shown({ repeated: 30, variations: [] })).toContain(
      '= run 30 times, in 30 orders: no result varies',
    )
  })

  test('A scenario whose result varies shows what was seen in either case.', () => {
    const varied = shown({
      repeated: 3,
      variations: [
        {
          clause: 'send/in-order',
          name: 'send/in-order: 200 events',
          file: 'scenarios/task/send.test.ts',
          times: { passed: 2, failed: 1 },
          runs: [2],
          verdict: LOST,
          passed: ['    0.9 ms  gateway → client    event: n1'],
        },
      ],
    })
    expect(varied).toContain(
      '≠ send/in-order: 200 events   its result varies: passed 2 times, failed once (it did not pass in run 2)',
    )
    expect(varied).toMatch(/when it failed:\n.*lost between accepted and written\n.*200 text\/event-stream/)
    expect(varied).toMatch(/when it passed:\n.*event: n1/)
  })
})
