import pc from 'picocolors'
import { printable } from '../../diagnosis/index.ts'
import type { RunResult } from '../result.ts'
import { evidence } from './clause-lines.ts'

/** The scenarios whose result was not the same in every run. */
export function variationLines({ repeated = 1, variations = [] }: RunResult): string[] {
  if (repeated === 1) return []
  if (variations.length === 0)
    return [`${pc.green('=')} run ${repeated} times, in ${repeated} orders: no result varies`, '']
  return variations.flatMap(({ name, times, runs, verdict, passed }) => [
    `${pc.magenta('≠')} ${pc.bold(printable(name))}   its result varies: ${Object.entries(times)
      .map(([state, number]) => `${state.replace('-', ' ')} ${number === 1 ? 'once' : `${number} times`}`)
      .join(', ')} (it did not pass in run ${runs.join(', ')})`,
    ...(verdict === undefined
      ? []
      : ['  when it failed:', `    ${verdict.headline}`, ...evidence(verdict.evidence, 4)]),
    ...(passed === undefined ? [] : ['  when it passed:', ...evidence(passed, 4)]),
    '',
  ])
}
