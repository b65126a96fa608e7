import { CLAUSE_IDS, type ClauseId } from '../contract/index.ts'
import type { Outcome } from '../runner/index.ts'
import type { CaseRun, TestBed } from './test-bed.ts'

/** The outcome of each clause: `undefined` when it holds, a verdict, or why it could not be judged. */
export type Findings = ReadonlyMap<ClauseId, Outcome | undefined>

/** How many scenarios with a gateway of their own run at the same time. */
const SIDE_BY_SIDE = 2

/**
 * Runs scenarios in a test bed. The first verdict of a clause counts; a clause that could not be judged never counts as
 * passed.
 * @param open makes a test bed; called again when the one before has given up
 */
export async function runCase(
  open: () => TestBed | Promise<TestBed>,
  isWanted: (run: CaseRun) => boolean,
): Promise<Findings> {
  const findings = new Map<ClauseId, Outcome | undefined>()
  let testBed = await open()
  try {
    const numbers = [...testBed.runs.keys()].filter(number => isWanted(runOf(number)))
    for (const number of numbers) {
      if (runOf(number).isAlone || isRed(runOf(number))) continue
      const outcome = await runOf(number).judge()
      if (outcome?.notTestable === undefined || !testBed.session.hasGivenUp) {
        note(runOf(number), outcome)
        continue
      }
      await testBed.session[Symbol.asyncDispose]()
      testBed = await open()
      note(runOf(number), await runOf(number).judge())
    }
    const alone = numbers.filter(number => runOf(number).isAlone).values()
    const work = async (): Promise<void> => {
      for (const number of alone) {
        if (!isRed(runOf(number))) note(runOf(number), await runOf(number).judge())
      }
    }
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work))
  } finally {
    await testBed.session[Symbol.asyncDispose]()
  }
  return new Map(CLAUSE_IDS.filter(id => findings.has(id)).map(id => [id, findings.get(id)]))

  function runOf(number: number): CaseRun {
    return testBed.runs[number] as CaseRun
  }

  function isRed({ clause }: CaseRun): boolean {
    return findings.get(clause)?.verdict !== undefined
  }

  function note({ clause }: CaseRun, outcome: Outcome | undefined): void {
    const earlier = findings.get(clause)
    findings.set(clause, earlier?.verdict === undefined ? (outcome ?? earlier) : earlier)
  }
}
