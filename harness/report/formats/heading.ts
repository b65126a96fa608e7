import pc from 'picocolors'
import { clausesOf, GATEWAY_CLAUSE_IDS } from '../../contract/index.ts'
import { hanging, rowWidth } from '../../util/wrap-text.ts'
import { describeEdition, type RunSubject, subjectOf } from '../subject.ts'
import { describeTarget } from '../target-description.ts'
import { inNumber } from '../wording.ts'

/** Who is judged, and how the line about the target begins. */
const WHO = {
  gateway: ['gateway', 'target   '],
  backend: ['backend', 'backend  '],
  frontend: ['frontend', 'page     '],
  deployment: ['deployment', 'url      '],
} as const

/** The lines above a run: who is judged, and by which clauses. */
export function heading(judged: RunSubject): string {
  const scope = `${describeEdition(judged)} ${pc.dim(`(${scopeOf(judged)})`)}`
  const [who, label] = WHO[judged.subject ?? 'gateway']
  const lines = [
    ...hanging(`${pc.bold(`SSE ${who} conformance`)}  `, scope),
    ...hanging(label, describeTarget(judged.target), rowWidth()),
    ...(judged.subject !== undefined || judged.backend === undefined
      ? []
      : hanging(
          'backend  ',
          `${describeTarget(judged.backend)}; scenarios that need a script run on the mock one`,
          rowWidth(),
        )),
  ]
  return `${lines.join('\n')}\n`
}

/** How many clauses there are to judge by, e.g. `129 of the 142 clauses about gateways are about it`. */
function scopeOf(judged: RunSubject): string {
  const hold = clausesOf(subjectOf(judged)).length
  if (judged.subject !== undefined) return inNumber(hold, 'clause')
  const all = GATEWAY_CLAUSE_IDS.length
  return hold === all
    ? `all ${all} clauses about gateways`
    : `${hold} of the ${all} clauses about gateways are about it`
}
