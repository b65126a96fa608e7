import { describe, inject, test } from 'vitest'
import type { Case, Scope } from './case.ts'
import { unrecorded } from './findings.ts'
import { resultOf } from './result.ts'
import { titleOf } from './table.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Of a run of the command; missing in the project's own tests. */
    faultScope: Scope | undefined
  }
}

/** Defines a test for each case (its title ends with the case, by which the command selects it): its outcome has to be what the catalogue says. */
export function defineCaseTests(cases: readonly Case[]): void {
  describe.runIf(cases.length > 0)('Each fault of one place', () => {
    for (const each of cases) {
      const title = titleOf(each)
      test.concurrent(`Break the clauses of the catalogue, and no other, with ${title}`, async ({ task }) => {
        const result = await resultOf(each, inject('faultScope') ?? 'areas')
        task.meta.fault = result
        const amiss = [...result.deviations, ...unrecorded(result)]
        if (amiss.length === 0) return
        const again = `npm run faults -- --only ${each.place}/${each.name} --verdicts`
        throw new Error([title, ...amiss, `Run it again and show every verdict: ${again}`].join('\n'))
      })
    }
  })
}
