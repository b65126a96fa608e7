import type { Command } from 'commander'
import { DEFAULT_EDITION, EDITIONS } from '../../contract/index.ts'
import { hanging } from '../../report/index.ts'
import { npmRun } from './npm-run.ts'

/** A label and what is to be known beside the flags. */
type Note = readonly [label: string, text: string]

export const EDITIONS_NOTE: Note = [
  'Editions',
  `${EDITIONS.map(edition => (edition === DEFAULT_EDITION ? `${edition} (default)` : edition)).join(', ')}; ${npmRun('probe').replace(/ --$/, '')} tells which one a gateway is.`,
]

export const FAULTS_NOTE: Note = [
  'Faults',
  `${npmRun('faults')} --list shows every name for --fault, --backend-fault and --network-fault, and docs/faults.md what each of them breaks.`,
]

const USAGE = '2 wrong usage or configuration'
const INTERRUPTED = '129, 130, 143 interrupted'

export const JUDGING_EXITS: Note = [
  'Exit codes',
  `0 conforms; 1 a MUST clause fails, or a known failure has healed or expired; ${USAGE}; 3 not testable; ${INTERRUPTED}.`,
]

export const REPRO_EXITS: Note = [
  'Exit codes',
  `0 the scenario holds; 1 it fails; ${USAGE}; 3 not testable; ${INTERRUPTED}.`,
]

export const PROBE_EXITS: Note = [
  'Exit codes',
  `0 looked at, whatever was found; ${USAGE}; 3 the gateway did not start or does not answer.`,
]

export const FAULTS_EXITS: Note = [
  'Exit codes',
  `0 all is as the catalogue says; 1 something is not; ${USAGE}; 3 something was not played.`,
]

/** Adds what is to be known to the end of the help. */
export function withNotes(command: Command, ...notes: readonly Note[]): Command {
  return command.addHelpText('after', () => {
    const width = Math.max(60, process.stdout.columns || 80)
    return `\n${notes.flatMap(([label, text]) => hanging(`${label}: `, text, width)).join('\n')}`
  })
}
