import { brokenBy, type Fault } from '../../fixtures/faults/fault.ts'
import { blocks, code, table } from '../contract/publish/page/markdown.ts'
import { titleOf } from '../diagnosis/index.ts'
import { faultsIn, PLACES, type Place, type PlacedFault } from './catalogue.ts'
import { RECORDED } from './findings.ts'

const INTRODUCTION = `# Faults

Every fault that this project can inject into the bundled gateway and backends, the network and the configuration: the party at
fault, the clauses that fail, and the findings, each with its title and its id in \`result.json\` and JUnit. With _at least_, hardly
anything works, or the other failures depend on the moment. \`npm run faults -- --only <fault> --verdicts\` runs a fault and prints
its verdicts in full.

\`npm run docs\` writes this page from the catalogue of faults.`

const SECTIONS: Readonly<Record<Place, string>> = {
  gateway: `## In the reference gateway

\`npm run gate -- --fault <name>\` injects one, with \`--edition\` where an edition is named.`,
  backend: `## In the mock backend

\`npm run backend -- --backend-fault <name>\` injects one.`,
  flask: `## In the Flask backend

The same faults under the same names. \`npm run backend -- --backend flask --backend-fault <name>\` injects one.`,
  network: `## On the network

They run with a scripted backend and with a backend program. \`npm run gate -- --network-fault <name>\` injects one.`,
  configuration: `## In the configuration

Gateway and backend have no fault; they are started or connected in a wrong way.`,
}

const HEAD = ['fault', 'what is wrong', 'at fault', 'clauses that fail', 'findings']

export const FAULTS_PAGE = 'docs/faults.md'

/** The page, written from the catalogue and the findings that are recorded. */
export function faultsPage(recorded = RECORDED): string {
  const sections = PLACES.map(place => {
    const rows = faultsIn(place).map(each => rowOf(each, recorded))
    return blocks(SECTIONS[place], table(HEAD, rows))
  })
  return `${blocks(INTRODUCTION, ...sections)}\n`
}

function rowOf({ place, name, fault }: PlacedFault, recorded: typeof RECORDED): string[] {
  const edition = fault.edition === undefined ? '' : ` (edition ${fault.edition})`
  const what = [code(name), fault.sentence + edition]
  if (fault.harmless !== undefined) return [...what, 'no party', 'none', fault.harmless]
  if (fault.untestable !== undefined) {
    return [...what, fault.party, 'none can be judged', `not testable: "… ${fault.untestable} …"`]
  }
  const findings = (recorded[place][name] ?? []).map(id => `${titleOf(id)} (${code(id)})`)
  return [...what, fault.party, brokenClauses(place, fault), findings.toSorted().join('; ')]
}

function brokenClauses(place: Place, fault: Fault): string {
  const besideGateway = place === 'backend' ? (fault.besideGateway ?? []) : []
  const ids = [...new Set([...brokenBy(fault), ...besideGateway])].toSorted().join(', ')
  return fault.floods === undefined ? ids : `at least ${ids}`
}
