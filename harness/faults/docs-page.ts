import { brokenBy, type Fault } from '../../fixtures/faults/fault.ts'
import { blocks, code, table } from '../contract/publish/page/markdown.ts'
import { titleOf } from '../diagnosis/index.ts'
import { faultsIn, PLACES, type Place, type PlacedFault } from './catalogue.ts'
import { RECORDED } from './findings.ts'

const INTRODUCTION = `# Faults

Every fault that can be injected into the bundled gateway and backends, the network and the configuration: its effect, the party at fault, the
clauses that fail, and the findings (title, and id in \`result.json\` and JUnit). \`npm run faults -- --only <fault> --verdicts\` prints the verdicts
with their evidence. _At least_ marks faults with further failing clauses, which depend on timing or are nearly all.

\`npm run docs\` writes this page from the catalogue of faults.`

const SECTIONS: Readonly<Record<Place, string>> = {
  gateway: `## In the reference gateway

\`npm run gate -- --fault <name>\` injects one, with \`--edition\` where the row names an edition.`,
  backend: `## In the mock backend

\`npm run backend -- --backend-fault <name>\` injects one.`,
  flask: `## In the Flask backend

The same faults with the same names. \`npm run backend -- --backend flask --backend-fault <name>\` injects one.`,
  network: `## On the network

Each runs with the mock backend and with an external backend. \`npm run gate -- --network-fault <name>\` injects one.`,
  configuration: `## In the configuration

Gateway and backend are each correct.`,
  front: `## In the reverse proxy

Gateway and backend are each correct; the configuration of the nginx in front of them is wrong.
\`npm run gate -- --front nginx --front-fault <name>\` injects one.`,
  image: `## In the image

The reference gateway in an image with one fault. They need a container engine.`,
  deployment: `## In a deployment

Gateway, backend, reverse proxy and Prometheus are each correct; they are put together wrongly. They need nginx and Prometheus.`,
}

const HEAD = ['fault', 'effect', 'at fault', 'failing clauses', 'findings']

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
  if (fault.harmless !== undefined) return [...what, 'none', 'none', fault.harmless]
  if (fault.untestable !== undefined) {
    return [...what, fault.party, 'not testable', `not testable: "… ${fault.untestable} …"`]
  }
  const findings = (recorded[place][name] ?? []).map(id => `${titleOf(id)} (${code(id)})`)
  return [...what, fault.party, brokenClauses(place, fault), findings.toSorted().join('; ')]
}

function brokenClauses(place: Place, fault: Fault): string {
  const besideGateway = place === 'backend' ? (fault.besideGateway ?? []) : []
  const ids = [...new Set([...brokenBy(fault), ...besideGateway])].toSorted().join(', ')
  return fault.floods === undefined ? ids : `at least ${ids}`
}
