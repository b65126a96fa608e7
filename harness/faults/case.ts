import { brokenBy } from '../../fixtures/faults/fault.ts'
import { areaOf, type ClauseId } from '../contract/index.ts'
import type { PlacedFault } from './catalogue.ts'
import { SMOKE_CLAUSES } from './smoke-clauses.ts'
import type { CaseRun, TestBed } from './test-bed.ts'

/** One fault in one test bed. */
export interface Case extends PlacedFault {
  /** The other party, where it is not the scripted mock. */
  readonly beside?: 'backend' | 'gateway'
  /** Only the clauses that it breaks run, since another case shows what else fails. */
  readonly isEcho?: true
  readonly open: () => TestBed | Promise<TestBed>
}

/**
 * - `areas`: the clauses that the fault breaks, their areas and the smoke clauses. Slow scenarios, and those with a
 *   process of their own, run only where the fault breaks their clause.
 * - `everything`: every clause that the test bed can judge
 */
export type Scope = 'areas' | 'everything'

/** Which scenarios run with a fault. */
export function isWanted({ fault, isEcho, place }: Case, scope: Scope): (run: CaseRun) => boolean {
  const broken = brokenBy(fault)
  const areas = new Set(broken.map(areaOf))
  const isNear = (clause: ClauseId): boolean => areas.has(areaOf(clause)) || SMOKE_CLAUSES.includes(clause)
  return ({ clause, isCostly }) => {
    if (fault.untestable !== undefined)
      return clause === SMOKE_CLAUSES[0] || clause === UNSCRIPTED_SMOKE_CLAUSE
    // An image with a fault is judged by every clause about images.
    const isAboutImage = place === 'image' && areaOf(clause) === 'image'
    if (broken.includes(clause) || isAboutImage) return true
    // Five thousand events that fail show no more than one, and with other cases at the same time they would measure
    // the machine.
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
