import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { brokenBy, type Fault } from '../../fixtures/faults/fault.ts'
import { titleOf } from '../diagnosis/index.ts'
import { PLACES, type Place } from './case.ts'
import type { FaultResult } from './result.ts'

const PAGE = fileURLToPath(new URL('../../docs/faults.md', import.meta.url))

/** What writes the page anew. */
export const REWRITE = 'npm run faults -- --areas --write'

const INTRODUCTION = `# Faults

Everything that the bundled gateway and backends, the network and the configuration can be told to do wrong, who is then at fault, which
clauses turn red, and what a reader is told: the title of each finding, and its id in \`result.json\` and JUnit. \`npm run faults -- --only <fault> --verdicts\`
shows them whole, with their evidence. Where the clauses are called _at least_ these, hardly anything works, or what else breaks
depends on the moment.

This page is written by \`${REWRITE}\`; the tests of the faults say when it is not current.`

const SECTIONS: Readonly<Record<Place, string>> = {
  gateway: `## In the reference gateway

\`npm run gate -- --fault <name>\` plays one by hand, with \`--edition\` where an edition is named.`,
  backend: `## In the mock backend

\`npm run backend -- --backend-fault <name>\` plays one by hand.`,
  flask: `## In the Flask backend

The same mistakes under the same names. \`npm run backend -- --backend flask --backend-fault <name>\` plays one by hand.`,
  network: `## On the network

Played beside a backend that follows a script and beside one that is a program of its own.
\`npm run gate -- --network-fault <name>\` plays one by hand.`,
  configuration: `## In the configuration

Gateway and backend are in order, each by itself.`,
  deployment: `## In a deployment

Gateway, backend, reverse proxy and Prometheus are in order, each by itself; \`npm run deployment\` looks at them from outside.`,
}

const HEAD = [
  '| fault | what is wrong | at fault | what breaks | what a reader is told |',
  '|---|---|---|---|---|',
]

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

/** The lines of the page as it is. */
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

/** What a verdict says first may depend on the moment: a line of the page that has one of the words found holds as it is. */
export function asOnPage(found: string, current = ''): string {
  const [facts, words] = partsOf(found)
  const [currentFacts, currentWords] = partsOf(current)
  return facts === currentFacts && words.some(word => currentWords.includes(word)) ? current : found
}

/** A line without the words of verdicts, and these. */
function partsOf(line: string): [facts: string, words: string[]] {
  const cells = line.replace(/ \|$/, '').split(' | ')
  return [cells.slice(0, -1).join(' | '), cells.at(-1)?.split('; ') ?? []]
}

/** Writes the page anew: these lines over those that it has, and none of a fault that is no more. */
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
    whatBreaks(stages),
    findingsOf(stages),
  ]
  return `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

function partyOf({ harmless, party }: Fault): string {
  return harmless === undefined ? party : 'nobody'
}

function whatBreaks(stages: readonly FaultResult[]): string {
  const { fault } = stages[0] as FaultResult
  if (fault.harmless !== undefined) return 'nothing'
  if (fault.untestable !== undefined) return 'nothing can be judged'
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
