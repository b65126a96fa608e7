import { afterAll, describe, expect, test } from 'vitest'
import { type Case, isNamed, type Place } from './case.ts'
import { asOnPage, currentLines, linesOf, REWRITE } from './docs-page.ts'
import { type FaultResult, resultOf } from './result.ts'
import { settings } from './settings.ts'
import { table, titleOf } from './table.ts'

/** Defines a test for each case: its outcome has to be what the catalogue says. */
export function defineCaseTests(place: Place, cases: readonly Case[]): void {
  const wanted = cases.filter(each => isNamed(each, settings.only))
  const results: FaultResult[] = []

  describe('Everything turns out as the catalogue says', () => {
    test.concurrent.for(wanted)('with the fault $name', async (each, { task }) => {
      const result = await resultOf(each, settings.scope)
      task.meta.fault = result
      results.push(result)
      if (result.deviations.length > 0) throw new Error(complaint(result))
    })
  })

  test.runIf(settings.checksPage)(`docs/faults.md says what the verdicts say (${REWRITE} writes it)`, () => {
    const current = Object.fromEntries(currentLines()[place])
    const found = Object.fromEntries(linesOf(results)[place])
    for (const [name, line] of Object.entries(found)) found[name] = asOnPage(line, current[name])
    expect(found).toEqual(current)
  })

  afterAll(() => {
    if (settings.checksPage && results.length > 0) console.log(table(inOrder(results, cases)))
  })
}

function complaint(result: FaultResult): string {
  const again = `npm run faults -- --only ${result.place}/${result.name} --verdicts`
  return [titleOf(result), ...result.deviations, `Shown whole by: ${again}`].join('\n')
}

/** In the order of their declaration. */
function inOrder(results: readonly FaultResult[], cases: readonly Case[]): FaultResult[] {
  const place = ({ name, beside }: Pick<Case, 'name' | 'beside'>): number =>
    cases.findIndex(each => each.name === name && each.beside === beside)
  return results.toSorted((a, b) => place(a) - place(b))
}
