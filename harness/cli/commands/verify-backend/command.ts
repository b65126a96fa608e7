import { Command } from 'commander'
import { BACKEND_FAULTS } from '../../../../fixtures/faults/backend.ts'
import {
  addBackendOptions,
  type BackendOptions,
  backendFlags,
  checkBackendOptions,
  type MockUse,
} from '../../options/backend.ts'
import { FAULTS_NOTE, JUDGING_EXITS, withNotes } from '../../options/help-notes.ts'
import { npmRun } from '../../options/npm-run.ts'
import { parsed } from '../../options/parse.ts'
import { addJudgingOptions, type JudgingOptions, judgingFlags } from '../../options/run.ts'
import { shellWord } from '../../options/shell-words.ts'
import { addTimelineOptions, checkTimelineOptions, type TimelineOptions } from '../../options/timelines.ts'

/** What the caller of verify-backend said, syntactically checked. */
export interface VerifyBackendOptions extends BackendOptions, JudgingOptions, TimelineOptions {}

export const MOCK: MockUse = { isProgram: true, faults: Object.keys(BACKEND_FAULTS) }

/**
 * @returns `'shown'` when help or the version was asked for and printed
 * @throws ConfigurationError
 */
export function parseVerifyBackendCommandLine(
  args: readonly string[],
  version: string,
): VerifyBackendOptions | 'shown' {
  const command = withNotes(verifyBackendCommand(), FAULTS_NOTE, JUDGING_EXITS).version(
    version,
    '--version',
    'show the version and stop',
  )
  const options = parsed<VerifyBackendOptions>(command, args, 'verify-backend')
  if (options === 'shown') return options
  checkBackendOptions(options, MOCK)
  checkTimelineOptions(options)
  return options
}

/** Its flags, for whoever asks for them. */
export function verifyBackendCommand(): Command {
  const command = new Command('verify-backend').description(
    'Says whether a backend keeps its side of the contract with an SSE gateway.',
  )
  return addTimelineOptions(addJudgingOptions(addBackendOptions(command, MOCK), 'the clauses about backends'))
}

/** The command that plays the scenarios of one clause against the same backend; it works in the directory that the caller is in. */
export function backendReproduction(options: VerifyBackendOptions, clause: string): string {
  const { first, last } = judgingFlags(options)
  const flags = [...backendFlags(options), ...first, ...last]
  return [npmRun('verify-backend'), ...flags, `--only ${shellWord(clause)}`].join(' ')
}
