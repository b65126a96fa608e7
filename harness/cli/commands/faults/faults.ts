import { constants } from 'node:os'
import { formatFailure } from '../../../diagnosis/format-failure.ts'
import { isNamed, PLACES, type Place } from '../../../faults/case.ts'
import { linesOf, writePage } from '../../../faults/docs-page.ts'
import { allNames, namesOf, sentencesOf } from '../../../faults/names.ts'
import { FaultReporter } from '../../../faults/reporter.ts'
import type { FaultResult } from '../../../faults/result.ts'
import { table, titleOf } from '../../../faults/table.ts'
import { exitWithParent } from '../../../process/index.ts'
import { hanging, rowWidth } from '../../../report/index.ts'
import { CONFORMS, FAILS, NOT_TESTABLE } from '../../../util/exit-codes.ts'
import { prepareFaults } from '../../vitest/run.ts'
import type { FaultsOptions } from './command.ts'

/** Plays the faults of the catalogue. @returns the exit code */
export async function run(options: FaultsOptions): Promise<number> {
  if (!options.list) return play(options)
  console.log(listFaults(options.only))
  return CONFORMS
}

/** Each fault in a line, with the flag that asks for it. */
function listFaults(only: readonly string[]): string {
  const wanted = allNames().filter(fault => isNamed(fault, only.length === 0 ? undefined : only))
  const width = Math.max(...wanted.map(({ name }) => name.length))
  return PLACES.flatMap(place => {
    const here = wanted.filter(fault => fault.place === place)
    if (here.length === 0) return []
    const sentences = sentencesOf(place)
    const lines = here.flatMap(({ name }) =>
      hanging(`  ${name.padEnd(width)}  `, sentences.get(name) ?? '', rowWidth()),
    )
    return [`${place}: ${FLAGS[place]}`, ...lines, '']
  }).join('\n')
}

/** What asks for a fault of each place. */
const FLAGS: Readonly<Record<Place, string>> = {
  gateway: '--fault <name>, of the bundled gateway',
  backend: '--backend-fault <name> of backend, of the bundled mock application',
  flask: '--backend flask --backend-fault <name>',
  network: '--network-fault <name>',
  configuration: 'staged by this program alone',
  deployment: 'set up by this program alone',
}

async function play(options: FaultsOptions): Promise<number> {
  using _lineage = exitWithParent(() => process.exit(128 + constants.signals.SIGKILL))
  const only = options.only.length === 0 ? undefined : options.only
  const wanted = allNames().filter(fault => isNamed(fault, only))
  const began = performance.now()
  const reporter = new FaultReporter(result => {
    const seconds = ((performance.now() - began) / 1_000).toFixed(0)
    console.error(
      `${seconds.padStart(5)} s  ${result.deviations.length === 0 ? '✓' : '✗'} ${titleOf(result)}`,
    )
  })
  const vitest = await prepareFaults(
    {
      scope: options.areas ? 'areas' : 'everything',
      ...(only === undefined ? {} : { only }),
      checksPage: false,
    },
    [...new Set(wanted.map(({ place }) => place))],
    reporter,
  )
  try {
    await vitest.start()
  } finally {
    await vitest.close()
  }
  const { mishaps } = reporter
  const results = wanted.flatMap(({ place, name }) =>
    reporter.results.filter(result => result.place === place && result.name === name),
  )
  if (options.verdicts) console.log(results.map(stories).join('\n'))
  console.log(table(results))
  for (const mishap of mishaps) console.error(`faults: ${mishap}`)
  const missing = wanted.filter(
    ({ place, name }) => !results.some(result => result.place === place && result.name === name),
  )
  if (missing.length > 0) {
    console.error(`faults: not played: ${missing.map(({ place, name }) => `${place}/${name}`).join(', ')}`)
  }
  const isAmiss = results.some(({ deviations }) => deviations.length > 0)
  if (options.write) write(results)
  if (isAmiss) return FAILS
  return mishaps.length + missing.length > 0 ? NOT_TESTABLE : CONFORMS
}

/** Writes what is as the catalogue says. */
function write(results: readonly FaultResult[]): void {
  const amiss = new Set(results.flatMap(result => (result.deviations.length > 0 ? placeOf(result) : [])))
  writePage(linesOf(results.filter(result => !amiss.has(placeOf(result)))), namesOf)
  if (amiss.size > 0) console.error(`faults: not written to docs/faults.md: ${[...amiss].join(', ')}`)
}

function placeOf({ place, name }: FaultResult): string {
  return `${place}/${name}`
}

/** Every verdict that a fault leads to, as a reader gets it. */
function stories(result: FaultResult): string {
  const { fault, red, notTestable } = result
  return [
    `━━━ ${titleOf(result)}: ${fault.sentence}`,
    ...red.map(({ clause, verdict }) => `\n✗ ${formatFailure(clause, { verdict })}`),
    ...notTestable.map(reason => `\nnot testable: ${reason}`),
    '',
  ].join('\n')
}
