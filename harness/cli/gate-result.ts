import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { resolve } from 'node:path'
import type { BackendIdentity } from '../backend/running/index.ts'
import type { TargetIdentity } from '../gateway/index.ts'
import {
  type ClauseResult,
  count,
  exitCodeFor,
  type GateResult,
  judge,
  type KnownFailure,
  type OutcomeReporter,
} from '../report/index.ts'
import { redact } from '../verdict/index.ts'
import { type GateOptions, statedCapabilities } from './command-line.ts'
import type { Selection } from './selection.ts'
import { ROOT } from './vitest-run.ts'

/** A signal that cuts a run short. */
export type Interruption = 'SIGINT' | 'SIGTERM'

/** A run, as far as it came. */
export interface Run {
  readonly options: GateOptions
  readonly target: TargetIdentity
  /** The mock one when left out. */
  readonly backend: BackendIdentity | undefined
  readonly selection: Selection
  readonly knownFailures: readonly KnownFailure[]
  readonly reported: Pick<OutcomeReporter, 'outcomes' | 'mishaps'>
  readonly startedAt: Date
  readonly durationMs: number
  readonly interruptedBy: Interruption | undefined
}

/** What a run comes to, secrets removed. */
export function resultOf(run: Run): GateResult {
  const { options, interruptedBy } = run
  const clauses = judge({
    capabilities: statedCapabilities(options),
    ...(run.selection.clauses === undefined ? {} : { only: run.selection.clauses }),
    fileSelected: run.selection.files.length > 0,
    fast: options.fast,
    strict: options.strict,
    now: run.startedAt,
    outcomes: run.reported.outcomes,
    knownFailures: run.knownFailures,
    unreached:
      interruptedBy === undefined ? 'no scenario of it was reached' : `not reached before ${interruptedBy}`,
  })
  const counts = count(clauses)
  const mishaps = [...new Set(run.reported.mishaps)]
  const exitCode =
    interruptedBy === undefined ? exitCodeFor(counts, mishaps.length) : 128 + constants.signals[interruptedBy]
  const gatewayEnv = Object.keys(options.gatewayEnv)
  const backendEnv = Object.keys(options.backendEnv)
  return {
    schemaVersion: 1,
    edition: options.edition,
    ...(options.cors ? { cors: true } : {}),
    ...(options.strict ? { strict: true } : {}),
    // A command or a URL may hold a secret.
    target: { ...run.target, name: redact(run.target.name) },
    ...(run.backend === undefined ? {} : { backend: { ...run.backend, name: redact(run.backend.name) } }),
    environment: {
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      harness: harnessVersion(),
      startedAt: run.startedAt.toISOString(),
      durationMs: Math.round(run.durationMs),
      ...(gatewayEnv.length === 0 ? {} : { gatewayEnv }),
      ...(backendEnv.length === 0 ? {} : { backendEnv }),
      ...(interruptedBy === undefined ? {} : { interruptedBy }),
    },
    conforms: exitCode === 0,
    exitCode,
    counts,
    ...(mishaps.length === 0 ? {} : { mishaps }),
    clauses: clauses.map(redacted),
  }
}

/** A reason may quote the gateway's last words, and a link is somebody's own. */
function redacted(clause: ClauseResult): ClauseResult {
  const { reason, link } = clause
  return {
    ...clause,
    ...(reason === undefined ? {} : { reason: redact(reason) }),
    ...(link === undefined ? {} : { link: redact(link) }),
  }
}

export function harnessVersion(): string {
  return JSON.parse(readFileSync(resolve(ROOT, 'package.json'), 'utf8')).version
}
