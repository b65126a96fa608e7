import type { ClauseId } from '../contract/index.ts'
import type { Verdict } from '../diagnosis/index.ts'
import type { TargetIdentity } from '../gateway/index.ts'
import { type ClauseResult, type ClauseStatus, count, exitCodeFor, type RunResult } from '../report/result.ts'

export const LOST: Verdict = {
  party: 'gateway',
  finding: 'gateway/event-lost-after-accept',
  headline: 'gateway at fault: lost between accepted and written',
  summary: 'The gateway accepted it, but never wrote it.',
  check: 'In the gateway, look at the way from accepting to writing.',
  evidence: [
    '    1.0 ms  gateway → client    200 text/event-stream',
    '           ✗ expected: event: connection_open',
  ],
}

/** The result of a clause with one scenario. */
export function clauseResult(
  id: ClauseId,
  status: ClauseStatus,
  more: Partial<
    Pick<
      ClauseResult,
      'verdict' | 'reason' | 'leftOutBy' | 'reproduce' | 'link' | 'expires' | 'level' | 'scenarios'
    >
  > = {},
): ClauseResult {
  const state =
    status === 'passed' || (status === 'stale' && more.verdict === undefined) ? 'passed' : 'failed'
  return {
    id,
    level: 'MUST',
    status,
    scenarios: [{ name: id, file: 'scenarios/x.test.ts', state }],
    durationMs: 12.5,
    ...(more.verdict === undefined ? {} : { reproduce: `npm run reproduce -- ${id}` }),
    ...more,
  }
}

export interface SampleOptions {
  readonly target?: TargetIdentity
  readonly interruptedBy?: string
}

/** A whole gate result around some clauses. */
export function gateResult(clauses: readonly ClauseResult[], options: SampleOptions = {}): RunResult {
  const counts = count(clauses)
  const exitCode = exitCodeFor(counts)
  return {
    schemaVersion: 1,
    edition: 'callback-events',
    target: options.target ?? { name: '../SSEGateway', kind: 'directory' },
    environment: {
      node: 'v24.0.0',
      platform: 'linux x64',
      harness: '0.1.0',
      startedAt: '2025-01-01T00:00:00.000Z',
      durationMs: 1234,
      ...(options.interruptedBy === undefined ? {} : { interruptedBy: options.interruptedBy }),
    },
    conforms: exitCode === 0,
    complete: counts.leftOut === 0 && counts.notTestable === 0,
    exitCode,
    counts,
    clauses,
  }
}
