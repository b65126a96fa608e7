import { CLAUSES, type ClauseId, clausesOf, type Level, type Subject } from '../contract/index.ts'
import type { Verdict } from '../diagnosis/index.ts'
import { CONFORMS, FAILS, NOT_TESTABLE } from '../util/exit-codes.ts'
import type { ClientSummary } from './client-summary.ts'
import { isInForce, type KnownFailure } from './known-failures/known-failure.ts'
import type { Variation } from './repetitions.ts'
import { keepFirstOfCause } from './said-once.ts'
import type { ScenarioOutcome } from './scenario-outcome.ts'
import type { RunSubject } from './subject.ts'

export type ClauseStatus =
  | 'passed'
  | 'failed'
  | 'warning'
  | 'known-failure'
  | 'stale'
  | 'not-testable'
  | 'left-out'

export interface ClauseResult {
  readonly id: ClauseId
  readonly level: Level
  readonly status: ClauseStatus
  readonly scenarios: readonly {
    readonly name: string
    readonly file: string
    readonly state: ScenarioOutcome['state']
  }[]
  readonly durationMs: number
  /** Of the first scenario that failed. */
  readonly verdict?: Verdict
  /** Why it is not testable or left out, or what the list of known failures says of it. */
  readonly reason?: string
  /** The flag that left it out. */
  readonly leftOutBy?: '--only' | '--except' | '--fast'
  /** The command that reproduces the first scenario that failed. */
  readonly reproduce?: string
  /** Where the list says that it is followed up. */
  readonly link?: string
  /** The last day the list excuses it, `YYYY-MM-DD` in UTC. */
  readonly expires?: string
}

export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly knownFailures: number
  readonly stale: number
  readonly warnings: number
  readonly notTestable: number
  readonly leftOut: number
}

/** The whole truth of one run: `report/result.json`. */
export type RunResult = RunSubject & Judgements

/** The results of a run, of a gateway or a backend. */
interface Judgements {
  readonly schemaVersion: 1
  /** A SHOULD clause that fails has failed. */
  readonly strict?: true
  readonly environment: {
    readonly node: string
    readonly platform: string
    readonly harness: string
    /** ISO 8601, UTC. */
    readonly startedAt: string
    readonly durationMs: number
    /** Names of the variables that the caller set for the gateway. */
    readonly gatewayEnv?: readonly string[]
    /** The same of a backend. */
    readonly backendEnv?: readonly string[]
    /** The browser that took part, and in how many scenarios. */
    readonly client?: ClientSummary
    /** The signal that cut the run short. */
    readonly interruptedBy?: string
  }
  /** The number of repetitions, where there is more than one. */
  readonly repeated?: number
  /** The scenarios whose result varied. */
  readonly variations?: readonly Variation[]
  readonly conforms: boolean
  /** Every clause was judged: none was skipped, and none was not testable. */
  readonly complete: boolean
  readonly exitCode: number
  readonly counts: Counts
  /** What went wrong outside any scenario: a file that does not load, a worker that broke. */
  readonly mishaps?: readonly string[]
  readonly clauses: readonly ClauseResult[]
}

export interface Judgement {
  readonly subject: Subject
  readonly only?: readonly string[]
  /** Clauses that the caller left out. */
  readonly excepted?: readonly string[]
  /** Only some scenario files were asked for. */
  readonly fileSelected: boolean
  readonly fast: boolean
  /** A SHOULD clause that fails has failed, and is not only warned of. */
  readonly strict: boolean
  /** Tells which known failures have expired. */
  readonly now: Date
  readonly outcomes: readonly ScenarioOutcome[]
  readonly knownFailures: readonly KnownFailure[]
  /** Why scenarios that have no outcome have none. */
  readonly unreached: string
  /** The command that reproduces a scenario of a clause. */
  readonly reproduction: (clause: ClauseId, scenario: string) => string
}

/** From the outcomes of scenarios to the state of every clause that holds, in catalogue order. */
export function judge(judgement: Judgement): ClauseResult[] {
  const clauses = clausesOf(judgement.subject)
  const isListed = (id: ClauseId): boolean => judgement.knownFailures.some(({ clause }) => clause === id)
  const fails = (id: ClauseId): boolean =>
    clauses.includes(id) && isFatal(id, judgement) && reasonToLeaveOut(id, judgement, 1) === undefined
  const outcomes = keepFirstOfCause(judgement.outcomes, { fails, isListed })
  return clauses.map(id => judgeClause(id, { ...judgement, outcomes }))
}

/** Whether the run fails for a clause that does not hold. */
function isFatal(id: ClauseId, { strict }: Judgement): boolean {
  return strict || CLAUSES[id].level === 'MUST'
}

function judgeClause(id: ClauseId, judgement: Judgement): ClauseResult {
  const outcomes = judgement.outcomes.filter(({ clause }) => clause === id)
  const base = {
    id,
    level: CLAUSES[id].level,
    scenarios: outcomes.map(({ name, file, state }) => ({ name, file, state })),
    durationMs: Math.round(outcomes.reduce((sum, { durationMs }) => sum + durationMs, 0) * 10) / 10,
  }
  const leftOut = reasonToLeaveOut(id, judgement, outcomes.length)
  if (leftOut !== undefined) return { ...base, status: 'left-out', ...leftOut }
  const failed = outcomes.find(({ state }) => state === 'failed')
  const known = judgement.knownFailures.find(({ clause }) => clause === id)
  if (failed !== undefined) {
    const verdict = {
      ...(failed.verdict === undefined ? {} : { verdict: failed.verdict }),
      reproduce: judgement.reproduction(id, failed.name),
    }
    if (known !== undefined) return { ...base, ...verdict, ...excused(known, judgement.now) }
    return { ...base, ...verdict, status: isFatal(id, judgement) ? 'failed' : 'warning' }
  }
  const untestable = outcomes.find(({ state }) => state === 'not-testable')
  if (untestable !== undefined) {
    return { ...base, status: 'not-testable', reason: untestable.reason ?? judgement.unreached }
  }
  const judged = outcomes.filter(({ state }) => state === 'passed')
  if (judged.length === 0) return { ...base, status: 'not-testable', reason: judgement.unreached }
  // Some files alone are no proof that a clause holds everywhere.
  if (known !== undefined && !judgement.fileSelected) {
    return {
      ...base,
      status: 'stale',
      reason: `listed as a known failure ("${known.reason}"), and it holds now: take it off the list`,
    }
  }
  return { ...base, status: 'passed' }
}

function excused(
  { reason, link, expires }: KnownFailure,
  now: Date,
): Pick<ClauseResult, 'status' | 'reason' | 'link' | 'expires'> {
  const more = { ...(link === undefined ? {} : { link }), ...(expires === undefined ? {} : { expires }) }
  if (expires === undefined || isInForce({ expires }, now)) {
    return { status: 'known-failure', reason, ...more }
  }
  const expired = `listed as a known failure ("${reason}"), which expired on ${expires}: fix the gateway, or give a new date`
  return { status: 'stale', reason: expired, ...more }
}

function reasonToLeaveOut(
  id: ClauseId,
  { excepted, only, fileSelected, fast }: Judgement,
  scenarios: number,
): Required<Pick<ClauseResult, 'leftOutBy' | 'reason'>> | undefined {
  if (excepted?.includes(id)) return { leftOutBy: '--except', reason: 'not asked for' }
  if (fileSelected && scenarios === 0) return { leftOutBy: '--only', reason: 'not in the files asked for' }
  if (only !== undefined && !only.includes(id)) {
    return { leftOutBy: '--only', reason: 'not among those asked for' }
  }
  if (fast && CLAUSES[id].timed === true)
    return { leftOutBy: '--fast', reason: 'its contract is time itself' }
  return undefined
}

export function count(clauses: readonly ClauseResult[]): Counts {
  const of = (status: ClauseStatus): number => clauses.filter(clause => clause.status === status).length
  return {
    passed: of('passed'),
    failed: of('failed'),
    knownFailures: of('known-failure'),
    stale: of('stale'),
    warnings: of('warning'),
    notTestable: of('not-testable'),
    leftOut: of('left-out'),
  }
}

/** 1: a MUST clause fails or the list of known failures is out of date; 3: something could not be judged. */
export function exitCodeFor(
  counts: Counts,
  mishaps = 0,
): typeof CONFORMS | typeof FAILS | typeof NOT_TESTABLE {
  if (counts.failed + counts.stale > 0) return FAILS
  const judged = counts.passed + counts.knownFailures + counts.warnings
  return counts.notTestable + mishaps > 0 || judged === 0 ? NOT_TESTABLE : CONFORMS
}
