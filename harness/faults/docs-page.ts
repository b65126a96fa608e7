import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { brokenBy, type Fault } from '../../fixtures/faults/fault.ts'
import { titleOf } from '../diagnosis/index.ts'
import { PLACES, type Place } from './case.ts'
import type { FaultResult } from './result.ts'

const PAGE = fileURLToPath(new URL('../../docs/faults.md', import.meta.url))

/** The command that writes the page. */
export const REWRITE = 'npm run faults -- --areas --write'

const INTRODUCTION = `# Faults

Every fault that can be injected into the bundled gateway and backends, the network and the configuration: its effect, the party at fault, the
clauses that fail, and the findings (title, and id in \`result.json\` and JUnit). \`npm run faults -- --only <fault> --verdicts\` prints the verdicts
with their evidence. _At least_ marks faults with further failing clauses, which depend on timing or are nearly all.

\`${REWRITE}\` writes this page, and the tests of the faults compare it.`

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
}

const HEAD = ['| fault | effect | at fault | failing clauses | findings |', '|---|---|---|---|---|']

/** The lines of the page's tables, by place and name of the fault. */
export type Lines = Readonly<Record<Place, ReadonlyMap<string, string>>>

/** The lines about these results. */
export function linesOf(results: readonly FaultResult[]): Lines {
  return byPlace(place => {
    const names = new Set(results.filter(result => result.place === place).map(({ name }) => name))
    return [...names].map(name => {
      const stages = results.filter(result => result.place === place && result.name === name)
      return [name, lineOf(name, stages)]
    })
  })
}

/** The current lines of the page. */
export function currentLines(): Lines {
  const sections = new Map<string, string>()
  for (const section of readFileSync(PAGE, 'utf8').split(/^(?=## )/m)) {
    sections.set(section.split('\n', 1)[0] ?? '', section)
  }
  return byPlace(place => {
    const title = SECTIONS[place].split('\n', 1)[0] ?? ''
    const rows = (sections.get(title) ?? '').matchAll(/^\| `([\w-]+)` .*$/gm)
    return [...rows].map(([line, name]) => [name ?? '', line])
  })
}

/** The first finding may depend on timing: keeps the current line if it has one of the findings. */
export function asOnPage(found: string, current = ''): string {
  const [facts, words] = partsOf(found)
  const [currentFacts, currentWords] = partsOf(current)
  return facts === currentFacts && words.some(word => currentWords.includes(word)) ? current : found
}

/** A line without its findings, and the findings. */
function partsOf(line: string): [facts: string, words: string[]] {
  const cells = line.replace(/ \|$/, '').split(' | ')
  return [cells.slice(0, -1).join(' | '), cells.at(-1)?.split('; ') ?? []]
}

/** Updates these lines of the page, and removes the lines of faults that no longer exist. */
export function writePage(lines: Lines, namesOf: (place: Place) => readonly string[]): void {
  const current = currentLines()
  const sections = PLACES.map(place => {
    const rows = namesOf(place).flatMap(name => {
      const found = lines[place].get(name)
      const was = current[place].get(name)
      return found === undefined ? (was ?? []) : asOnPage(found, was)
    })
    return [SECTIONS[place], '', ...HEAD, ...rows].join('\n')
  })
  writeFileSync(PAGE, `${[INTRODUCTION, ...sections].join('\n\n')}\n`)
}

function byPlace(entries: (place: Place) => [string, string][]): Lines {
  return Object.fromEntries(PLACES.map(place => [place, new Map(entries(place))])) as unknown as Lines
}

function lineOf(name: string, stages: readonly FaultResult[]): string {
  const { fault } = stages[0] as FaultResult
  const edition = fault.edition === undefined ? '' : ` (edition ${fault.edition})`
  const cells = [
    `\`${name}\``,
    fault.sentence + edition,
    partyOf(fault),
    failingClauses(stages),
    findingsOf(stages),
  ]
  return `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

function partyOf({ harmless, party }: Fault): string {
  return harmless === undefined ? party : 'none'
}

function failingClauses(stages: readonly FaultResult[]): string {
  const { fault } = stages[0] as FaultResult
  if (fault.harmless !== undefined) return 'none'
  if (fault.untestable !== undefined) return 'not testable'
  const ids = [...new Set(stages.flatMap(stage => brokenBy(stage.fault)))].toSorted().join(', ')
  return fault.floods === undefined ? ids : `at least ${ids}`
}

/** The findings on the clauses that the fault breaks, each once. */
function findingsOf(stages: readonly FaultResult[]): string {
  const { fault } = stages[0] as FaultResult
  if (fault.harmless !== undefined) return fault.harmless
  if (fault.untestable !== undefined) return `not testable: "… ${fault.untestable} …"`
  const found = stages.flatMap(stage =>
    stage.red
      .filter(({ clause }) => brokenBy(stage.fault).includes(clause))
      .map(({ verdict: { finding } }) => `${titleOf(finding)} (\`${finding}\`)`),
  )
  return [...new Set(found)].toSorted().join('; ')
}
