import pc from 'picocolors'
import { clausesOf, GATEWAY_CLAUSE_IDS } from '../../contract/index.ts'
import { hanging, rowWidth } from '../../util/wrap-text.ts'
import { describeEdition, type RunSubject, subjectOf } from '../subject.ts'
import { describeFront, describeTarget } from '../target-description.ts'
import { inNumber } from '../wording.ts'

/** The party under test, and how the line about the target begins. */
const LABELS = {
  gateway: ['gateway', 'target   '],
  backend: ['backend', 'backend  '],
  frontend: ['frontend', 'page     '],
  deployment: ['deployment', 'url      '],
} as const

/** The lines above a run: the party under test, and the clauses that apply. */
export function heading(judged: RunSubject): string {
  const scope = `${describeEdition(judged)} ${pc.dim(`(${scopeOf(judged)})`)}`
  const [party, label] = LABELS[judged.subject ?? 'gateway']
  const isGateway = judged.subject === undefined
  const lines = [
    ...hanging(`${pc.bold(`SSE ${party} conformance`)}  `, scope),
    ...hanging(label, describeTarget(judged.target), rowWidth()),
    ...(!isGateway || judged.backend === undefined
      ? []
      : hanging(
          'backend  ',
          `${describeTarget(judged.backend)}; scenarios that need a script run on the mock one`,
          rowWidth(),
        )),
    ...(!isGateway || judged.front === undefined
      ? []
      : hanging('front    ', describeFront(judged.front), rowWidth())),
  ]
  return `${lines.join('\n')}\n`
}

/** The number of clauses that apply, e.g. `129 of the 142 clauses about gateways apply`. */
function scopeOf(judged: RunSubject): string {
  const hold = clausesOf(subjectOf(judged)).length
  if (judged.subject !== undefined) return inNumber(hold, 'clause')
  const all = GATEWAY_CLAUSE_IDS.length
  return hold === all
    ? `all ${all} clauses about gateways`
    : `${hold} of the ${all} clauses about gateways apply`
}
