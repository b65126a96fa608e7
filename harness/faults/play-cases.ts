import { afterAll, describe, expect, test } from 'vitest'
import { type Case, isNamed, type Place } from './case.ts'
import { currentLines, linesOf, REWRITE } from './page.ts'
import { type FaultResult, resultOf } from './result.ts'
import { settings } from './settings.ts'
import { table, titleOf } from './table.ts'

/** Makes a test of each fault: what is found has to be what the catalogue says. */
export function playCases(place: Place, cases: readonly Case[]): void {
  const wanted = cases.filter(played => isNamed(played, settings.only))
  const results: FaultResult[] = []

  describe('Everything turns out as the catalogue says', () => {
    test.concurrent.for(wanted)('with the fault $name', async (played, { task }) => {
      const result = await resultOf(played, settings.scope)
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

/** Of a clause with several scenarios, which fails first may depend on the moment: one of the words is enough. */
function asOnPage(found: string, current = ''): string {
  const [facts, words] = partsOf(found)
  const [currentFacts, currentWords] = partsOf(current)
  return facts === currentFacts && words.some(word => currentWords.includes(word)) ? current : found
}

/** A line without the words of verdicts, and these. */
function partsOf(line: string): [facts: string, words: string[]] {
  const cells = line.replace(/ \|$/, '').split(' | ')
  return [cells.slice(0, -1).join(' | '), cells.at(-1)?.split('; ') ?? []]
}

function complaint(result: FaultResult): string {
  const again = `npm run faults -- --only ${result.place}/${result.name} --verdicts`
  return [titleOf(result), ...result.deviations, `Shown whole by: ${again}`].join('\n')
}

/** As they are declared, whichever was done first. */
function inOrder(results: readonly FaultResult[], cases: readonly Case[]): FaultResult[] {
  const place = ({ name, beside }: Pick<Case, 'name' | 'beside'>): number =>
    cases.findIndex(each => each.name === name && each.beside === beside)
  return results.toSorted((a, b) => place(a) - place(b))
}
