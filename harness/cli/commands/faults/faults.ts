import { writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import type { TestCase, TestRunResult } from 'vitest/node'
import { formatFailure } from '../../../diagnosis/format-failure.ts'
import { printable } from '../../../diagnosis/index.ts'
import { faultsNamed, PLACES, type Place, type PlacedFault } from '../../../faults/catalogue.ts'
import type { FaultResult } from '../../../faults/result.ts'
import { mark, table, titleOf } from '../../../faults/table.ts'
import { exitWithParent } from '../../../process/index.ts'
import { hanging, rowWidth } from '../../../report/index.ts'
import { CONFORMS, FAILS, NOT_TESTABLE } from '../../../util/exit-codes.ts'
import { ROOT } from '../../../util/root.ts'
import { prepareFaults } from '../../vitest/run.ts'
import type { FaultsOptions } from './command.ts'

/** Runs the faults of the catalogue. @returns the exit code */
export async function run(options: FaultsOptions): Promise<number> {
  const wanted = faultsNamed(options.only)
  if (options.list) {
    console.log(listFaults(wanted))
    return CONFORMS
  }
  using _lineage = exitWithParent(() => process.exit(128 + constants.signals.SIGKILL))
  const { results, errors } = await runFaults(wanted, options)
  if (options.verdicts) console.log(results.map(verdicts).join('\n'))
  console.log(table(results))
  const names = new Set(results.map(nameOf))
  const missing = wanted.map(nameOf).filter(name => !names.has(name))
  if (missing.length > 0) errors.push(`not run: ${missing.join(', ')}`)
  for (const error of errors) console.error(`faults: ${printable(error)}`)
  const deviating = new Set(results.filter(({ deviations }) => deviations.length > 0).map(nameOf))
  if (options.write) await write(results, deviating)
  if (deviating.size > 0) return FAILS
  return errors.length > 0 ? NOT_TESTABLE : CONFORMS
}

/** Each fault in a line, with the flag that injects it. */
function listFaults(faults: readonly PlacedFault[]): string {
  const width = Math.max(...faults.map(({ name }) => name.length))
  return PLACES.flatMap(place => {
    const lines = faults
      .filter(fault => fault.place === place)
      .flatMap(({ name, fault }) => hanging(`  ${name.padEnd(width)}  `, fault.sentence, rowWidth()))
    return lines.length === 0 ? [] : [`${place}: ${FLAGS[place]}`, ...lines, '']
  }).join('\n')
}

/** The flag for a fault of each place. */
const FLAGS: Readonly<Record<Place, string>> = {
  gateway: '--fault <name>, of the bundled gateway',
  backend: '--backend-fault <name> of backend, of the bundled mock application',
  flask: '--backend flask --backend-fault <name>',
  network: '--network-fault <name>',
  configuration: 'no flag: only this command',
  front: '--front nginx --front-fault <name>',
  image: 'no flag: only this command, with a container engine',
  deployment: 'no flag: only this command',
}

/** The results in the order of the catalogue, and errors outside of them: a file that does not load, a case that cannot run. */
async function runFaults(
  wanted: readonly PlacedFault[],
  { areas }: FaultsOptions,
): Promise<{ results: FaultResult[]; errors: string[] }> {
  const began = performance.now()
  const vitest = await prepareFaults(wanted, areas ? 'areas' : 'everything', {
    onTestCaseResult: testCase => {
      const result = testCase.meta().fault
      const seconds = ((performance.now() - began) / 1_000).toFixed(0)
      if (result !== undefined) console.error(`${seconds.padStart(5)} s  ${mark(result)} ${titleOf(result)}`)
    },
  })
  let ended: TestRunResult
  try {
    ended = await vitest.start()
  } finally {
    await vitest.close()
  }
  const tests = ended.testModules.flatMap(({ children }) => [...children.allTests()])
  const results = tests.flatMap(test => test.meta().fault ?? [])
  const place = (result: FaultResult): number => PLACES.indexOf(result.place)
  return {
    results: results.toSorted((a, b) => place(a) - place(b)),
    errors: [
      ...tests.filter(test => test.meta().fault === undefined).flatMap(errorOf),
      ...ended.testModules.flatMap(module => module.errors().map(({ message }) => message)),
      ...ended.unhandledErrors.map(error => (error instanceof Error ? error.message : String(error))),
    ],
  }
}

function errorOf(test: TestCase): string[] {
  const { state, errors } = test.result()
  return state === 'failed' ? [`${test.name}: ${errors[0]?.message}`] : []
}

/** Records the findings of the results that are as the catalogue says. */
async function write(results: readonly FaultResult[], deviating: ReadonlySet<string>): Promise<void> {
  const { withFindings, writeFindings } = await import('../../../faults/findings.ts')
  const { FAULTS_PAGE, faultsPage } = await import('../../../faults/docs-page.ts')
  const findings = withFindings(results.filter(result => !deviating.has(nameOf(result))))
  writeFindings(findings)
  writeFileSync(ROOT + FAULTS_PAGE, faultsPage(findings))
  if (deviating.size > 0) console.error(`faults: not written to ${FAULTS_PAGE}: ${[...deviating].join(', ')}`)
}

function nameOf({ place, name }: Pick<PlacedFault, 'place' | 'name'>): string {
  return `${place}/${name}`
}

/** Every verdict with a fault, in full. */
function verdicts({ fault, red, notTestable, ...of }: FaultResult): string {
  return [
    `━━━ ${titleOf(of)}: ${fault.sentence}`,
    ...red.map(({ clause, verdict }) => `\n✗ ${formatFailure(clause, { verdict })}`),
    ...notTestable.map(reason => `\nnot testable: ${reason}`),
    '',
  ].join('\n')
}
