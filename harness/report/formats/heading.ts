import pc from 'picocolors'
import { CLAUSE_IDS, clausesOf, isAboutBackend } from '../../contract/index.ts'
import { hanging, rowWidth } from '../../util/wrap-text.ts'
import { describeEdition, type RunSubject, subjectOf } from '../subject.ts'
import { describeFront, describeTarget } from '../target-description.ts'
import { inNumber } from '../wording.ts'

/** The lines above a run: the party under test, and the clauses that apply. */
export function heading(judged: RunSubject): string {
  const scope = `${describeEdition(judged)} ${pc.dim(`(${scopeOf(judged)})`)}`
  const lines =
    judged.subject === 'backend'
      ? [
          ...hanging(`${pc.bold('SSE backend conformance')}  `, scope),
          ...hanging('backend  ', describeTarget(judged.target), rowWidth()),
        ]
      : [
          ...hanging(`${pc.bold('SSE gateway conformance')}  `, scope),
          ...hanging('target   ', describeTarget(judged.target), rowWidth()),
          ...(judged.backend === undefined
            ? []
            : hanging(
                'backend  ',
                `${describeTarget(judged.backend)}; scenarios that need a script run on the mock one`,
                rowWidth(),
              )),
          ...(judged.front === undefined
            ? []
            : hanging('front    ', describeFront(judged.front), rowWidth())),
        ]
  return `${lines.join('\n')}\n`
}

/** The number of clauses that apply, e.g. `129 of the 142 clauses about gateways apply`. */
function scopeOf(judged: RunSubject): string {
  const hold = clausesOf(subjectOf(judged)).length
  if (judged.subject === 'backend') return inNumber(hold, 'clause')
  const all = CLAUSE_IDS.filter(id => !isAboutBackend(id)).length
  return hold === all
    ? `all ${all} clauses about gateways`
    : `${hold} of the ${all} clauses about gateways apply`
}
