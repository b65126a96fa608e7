import { readFileSync, writeFileSync } from 'node:fs'
import { parse, stringify } from 'yaml'
import { brokenBy } from '../../fixtures/faults/fault.ts'
import type { FindingId } from '../diagnosis/index.ts'
import { ROOT } from '../util/root.ts'
import { faultsIn, PLACES, type Place } from './catalogue.ts'
import type { FaultResult } from './result.ts'

const PATH = 'fixtures/faults/findings.yml'

/** The command that writes the file. */
const COMMAND = 'npm run faults -- --areas --write'

/** The findings on the clauses that each fault breaks. A fault that breaks none is missing. */
export type RecordedFindings = Readonly<Record<Place, Readonly<Record<string, readonly FindingId[]>>>>

export const RECORDED: RecordedFindings = parse(readFileSync(ROOT + PATH, 'utf8'))

/** The finding that comes first may depend on the moment: one that is recorded is enough. Else, one sentence. */
export function unrecorded(result: FaultResult, recorded = RECORDED): string[] {
  const known = recorded[result.place][result.name] ?? []
  const found = findingsOf(result)
  if (found.some(id => known.includes(id)) || found.length + known.length === 0) return []
  const again = `${COMMAND} --only ${result.place}/${result.name}`
  return [`${PATH} lists ${list(known)}; found ${list(found)}. Write it with ${again}.`]
}

/** Records the findings of these results; those that are recorded stay where they were found again. */
export function withFindings(
  results: readonly FaultResult[],
  recorded: RecordedFindings = RECORDED,
): RecordedFindings {
  const findings = PLACES.map(place => {
    const entries = faultsIn(place).map(({ name }): [string, readonly FindingId[]] => {
      const own = results.filter(result => result.place === place && result.name === name)
      const known = recorded[place][name] ?? []
      if (own.every(result => unrecorded(result, recorded).length === 0)) return [name, known]
      return [name, [...new Set(own.flatMap(findingsOf))].toSorted()]
    })
    return [place, Object.fromEntries(entries.filter(([, ids]) => ids.length > 0))]
  })
  return Object.fromEntries(findings)
}

export function writeFindings(findings: RecordedFindings): void {
  writeFileSync(ROOT + PATH, `# The findings of each fault. Written by ${COMMAND}\n${stringify(findings)}`)
}

/** The findings on the clauses that the fault breaks, each once. */
function findingsOf({ fault, red }: FaultResult): FindingId[] {
  const broken = red.filter(({ clause }) => brokenBy(fault).includes(clause))
  return [...new Set(broken.map(({ verdict }) => verdict.finding))]
}

function list(ids: readonly FindingId[]): string {
  return ids.length === 0 ? 'no finding' : ids.join(', ')
}
