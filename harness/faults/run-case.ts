import { CLAUSE_IDS, type ClauseId } from '../contract/index.ts'
import type { Outcome } from '../runner/index.ts'
import type { CaseRun, TestBed } from './test-bed.ts'

/** What was found of each clause: nothing amiss, a verdict, or why it could not be judged. */
export type Findings = ReadonlyMap<ClauseId, Outcome | undefined>

/** How many scenarios are judged side by side that need a gateway of their own: each boots one. */
const SIDE_BY_SIDE = 2

/**
 * Judges scenarios on a stage. A clause is told of by its first verdict; what could not be judged is never taken for
 * passed.
 * @param open sets a stage up; called again when nothing more is tried on the one before
 */
export async function judge(open: () => TestBed, isWanted: (trial: CaseRun) => boolean): Promise<Findings> {
  const findings = new Map<ClauseId, Outcome | undefined>()
  let stage = open()
  try {
    const numbers = [...stage.trials.keys()].filter(number => isWanted(trialOf(number)))
    for (const number of numbers) {
      if (trialOf(number).isAlone || isRed(trialOf(number))) continue
      const outcome = await trialOf(number).judge()
      if (outcome?.notTestable === undefined || !stage.hasGivenUp) {
        note(trialOf(number), outcome)
        continue
      }
      await stage[Symbol.asyncDispose]()
      stage = open()
      note(trialOf(number), await trialOf(number).judge())
    }
    const alone = numbers.filter(number => trialOf(number).isAlone).values()
    const work = async (): Promise<void> => {
      for (const number of alone) {
        if (!isRed(trialOf(number))) note(trialOf(number), await trialOf(number).judge())
      }
    }
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work))
  } finally {
    await stage[Symbol.asyncDispose]()
  }
  return new Map(CLAUSE_IDS.filter(id => findings.has(id)).map(id => [id, findings.get(id)]))

  function trialOf(number: number): CaseRun {
    return stage.trials[number] as CaseRun
  }

  function isRed({ clause }: CaseRun): boolean {
    return findings.get(clause)?.verdict !== undefined
  }

  function note({ clause }: CaseRun, outcome: Outcome | undefined): void {
    const earlier = findings.get(clause)
    findings.set(clause, earlier?.verdict === undefined ? (outcome ?? earlier) : earlier)
  }
}
