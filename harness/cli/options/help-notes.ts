import { DEFAULT_EDITION, EDITIONS } from '../../contract/index.ts'

/** A label and its text; commands in it are named as npm scripts. */
type Note = readonly [label: string, text: string]

export const EDITIONS_NOTE: Note = [
  'Editions',
  `${EDITIONS.map(edition => (edition === DEFAULT_EDITION ? `${edition} (default)` : edition)).join(', ')}; npm run probe tells which one a gateway is.`,
]

export const FAULTS_NOTE: Note = [
  'Faults',
  'npm run faults -- --list shows every name for --fault, --backend-fault and --network-fault, and docs/faults.md what each of them breaks.',
]

export const BACKEND_FAULTS_NOTE: Note = [
  'Faults',
  'npm run faults -- --list --only backend shows every name for --backend-fault, with --only flask those of the Flask application; docs/faults.md says what each of them breaks.',
]

const USAGE = '2 wrong usage or configuration'
const INTERRUPTED = '129, 130, 143 interrupted'

export const JUDGING_EXITS: Note = [
  'Exit codes',
  `0 conforms; 1 a MUST clause fails, or a known failure has healed or expired; ${USAGE}; 3 not testable; ${INTERRUPTED}.`,
]

export const REPRODUCE_EXITS: Note = [
  'Exit codes',
  `0 the scenario holds; 1 it fails; ${USAGE}; 3 not testable; ${INTERRUPTED}.`,
]

export const PROBE_EXITS: Note = [
  'Exit codes',
  `0 looked at, whatever was found; ${USAGE}; 3 the gateway did not start or does not answer.`,
]

export const FAULTS_EXITS: Note = [
  'Exit codes',
  `0 all is as the catalogue says; 1 something is not; ${USAGE}; 3 something was not run.`,
]
