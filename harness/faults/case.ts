import { brokenBy, type Fault } from '../../fixtures/faults/fault.ts'
import { areaOf, type ClauseId } from '../contract/index.ts'
import { SMOKE_CLAUSES } from './smoke-clauses.ts'
import type { CaseRun, TestBed } from './test-bed.ts'

/** Where a fault lies. */
export const PLACES = ['gateway', 'backend', 'flask', 'network', 'configuration', 'deployment'] as const

export type Place = (typeof PLACES)[number]

/** One fault in one test bed. */
export interface Case {
  readonly place: Place
  readonly name: string
  /** The other party, where it is not the scripted mock. */
  readonly beside?: 'backend' | 'gateway'
  readonly fault: Fault
  /** Its own clauses are judged alone, where another case shows what else it breaks. */
  readonly isEcho?: true
  readonly open: () => TestBed
}

/**
 * - `areas`: the clauses that the fault breaks, their areas and the smoke clauses. Slow scenarios, and those with a
 *   process of their own, run only where the fault breaks their clause.
 * - `everything`: every clause that the test bed can judge
 */
export type Scope = 'areas' | 'everything'

/** Which scenarios are judged with a fault. */
export function isWanted({ fault, isEcho }: Case, scope: Scope): (run: CaseRun) => boolean {
  const broken = brokenBy(fault)
  const areas = new Set(broken.map(areaOf))
  const isNear = (clause: ClauseId): boolean => areas.has(areaOf(clause)) || SMOKE_CLAUSES.includes(clause)
  return ({ clause, isCostly }) => {
    if (fault.untestable !== undefined)
      return clause === SMOKE_CLAUSES[0] || clause === UNSCRIPTED_SMOKE_CLAUSE
    if (broken.includes(clause)) return true
    // Five thousand events that go wrong show no more than one does; and with other cases at the same time they would
    // measure the machine.
    if (scope === 'everything') {
      if (fault.harmless !== undefined && BULKY.includes(clause)) return false
      return areaOf(clause) !== 'load' || areas.has('load')
    }
    return !isCostly && isEcho === undefined && fault.floods === undefined && isNear(clause)
  }
}

/** They move megabytes, which over a slow wire take longer than any wait. */
const BULKY: readonly ClauseId[] = [
  'heartbeat/never-inside-event',
  'send/too-large-refused',
  'stream/concurrent-events-whole',
]

/** It runs with any backend. */
const UNSCRIPTED_SMOKE_CLAUSE: ClauseId = 'version/queued-then-delivered'

/** Whether a fault is among those that are named: by its name, by its place, or by both. */
export function isNamed(
  { place, name }: Pick<Case, 'place' | 'name'>,
  names: readonly string[] | undefined,
): boolean {
  return names === undefined || [name, place, `${place}/${name}`].some(each => names.includes(each))
}
