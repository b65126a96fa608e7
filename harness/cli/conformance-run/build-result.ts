import { constants } from 'node:os'
import { redact } from '../../diagnosis/index.ts'
import {
  type ClauseResult,
  clientSummary,
  count,
  exitCodeFor,
  judge,
  type KnownFailure,
  type OutcomeReporter,
  type RunResult,
  type RunSubject,
  repetitionsOf,
  subjectOf,
} from '../../report/index.ts'
import type { JudgingOptions } from '../options/judging.ts'
import { harnessVersion } from '../version.ts'
import type { Selection } from './selection.ts'

/** A signal that cuts a run short; SIGKILL is what ended the npm that started this program. */
export type Interruption = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGKILL'

/** A run, as far as it came. */
export interface Run {
  readonly judged: RunSubject
  readonly options: Pick<JudgingOptions, 'fast' | 'strict'>
  readonly selection: Selection
  readonly knownFailures: readonly KnownFailure[]
  /** The command that plays a scenario of a clause again. */
  readonly reproduction: (clause: string, scenario: string) => string
  /** Names of the variables that the caller set for the gateway. */
  readonly gatewayEnv: readonly string[]
  /** The same of the backend. */
  readonly backendEnv: readonly string[]
  /** One for each time that everything was played. */
  readonly reported: readonly Pick<OutcomeReporter, 'outcomes' | 'mishaps'>[]
  /** What went wrong outside of what was played. */
  readonly furtherMishaps?: readonly string[]
  readonly startedAt: Date
  readonly durationMs: number
  readonly interruptedBy: Interruption | undefined
}

/** What a run comes to, secrets removed. */
export function buildResult(run: Run): RunResult {
  const { backendEnv, gatewayEnv, interruptedBy, judged, options } = run
  const client = clientSummary(run.reported.flatMap(reporter => reporter.outcomes))
  const { outcomes, variations } = repetitionsOf(run.reported.map(reporter => reporter.outcomes))
  const clauses = judge({
    subject: subjectOf(judged),
    ...(run.selection.clauses === undefined ? {} : { only: run.selection.clauses }),
    ...(run.selection.excepted === undefined ? {} : { excepted: run.selection.excepted }),
    fileSelected: run.selection.files.length > 0,
    fast: options.fast,
    strict: options.strict,
    now: run.startedAt,
    outcomes,
    knownFailures: run.knownFailures,
    reproduction: run.reproduction,
    unreached:
      interruptedBy === undefined ? 'no scenario of it was reached' : `not reached before ${interruptedBy}`,
  })
  const counts = count(clauses)
  const mishaps = [
    ...new Set([...run.reported.flatMap(reporter => reporter.mishaps), ...(run.furtherMishaps ?? [])]),
  ]
  const exitCode =
    interruptedBy === undefined ? exitCodeFor(counts, mishaps.length) : 128 + constants.signals[interruptedBy]
  return {
    schemaVersion: 1,
    ...redactedName(judged),
    ...(options.strict ? { strict: true } : {}),
    environment: {
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      harness: harnessVersion(),
      startedAt: run.startedAt.toISOString(),
      durationMs: Math.round(run.durationMs),
      ...(gatewayEnv.length === 0 ? {} : { gatewayEnv }),
      ...(backendEnv.length === 0 ? {} : { backendEnv }),
      ...(client === undefined ? {} : { client }),
      ...(interruptedBy === undefined ? {} : { interruptedBy }),
    },
    ...(run.reported.length < 2 ? {} : { repeated: run.reported.length, variations }),
    conforms: exitCode === 0,
    complete: counts.leftOut === 0 && counts.notTestable === 0,
    exitCode,
    counts,
    ...(mishaps.length === 0 ? {} : { mishaps }),
    clauses: clauses.map(redacted),
  }
}

/** A command or a URL may hold a secret. */
function redactedName(judged: RunSubject): RunSubject {
  const safe = <Named extends { readonly name: string }>(named: Named): Named => ({
    ...named,
    name: redact(named.name),
  })
  if (judged.subject === 'backend') return { ...judged, target: safe(judged.target) }
  if (judged.subject === 'frontend') return { ...judged, target: safe(judged.target) }
  if (judged.subject === 'deployment') return { ...judged, target: safe(judged.target) }
  const { target, backend } = judged
  return { ...judged, target: safe(target), ...(backend === undefined ? {} : { backend: safe(backend) }) }
}

/** A reason may quote the last words of who is judged, and a link is somebody's own. */
function redacted(clause: ClauseResult): ClauseResult {
  const { reason, link } = clause
  return {
    ...clause,
    ...(reason === undefined ? {} : { reason: redact(reason) }),
    ...(link === undefined ? {} : { link: redact(link) }),
  }
}
