import { type Command, Option } from 'commander'
import { SAVED_WHICH, type SavedWhich } from '../../session/run-settings.ts'
import { ConfigurationError } from '../../util/errors.ts'
import { npmRun } from './npm-run.ts'

/** Which timelines a run saves, and where. */
export interface TimelineOptions {
  /** The directory for timelines. */
  readonly saveTimelines?: string
  readonly saveTimelinesOf: SavedWhich
}

/** Adds the options that save timelines. */
export function addTimelineOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--save-timelines <directory>',
        'replace what is there by the timeline of each scenario that fails, but for one of more than 40 MiB;\n' +
          `${npmRun('repro')} --replay <file> judges one again`,
      ),
    )
    .addOption(
      new Option(
        '--save-timelines-of <which>',
        'the scenarios whose timelines are saved: those that fail, without or with the known failures, or all',
      )
        .choices(SAVED_WHICH)
        .default('failed'),
    )
}

/** @throws ConfigurationError for options that contradict each other */
export function checkTimelineOptions({ saveTimelines, saveTimelinesOf }: TimelineOptions): void {
  if (saveTimelinesOf === 'failed' || saveTimelines !== undefined) return
  throw new ConfigurationError(
    '--save-timelines-of goes with --save-timelines, which says where they are saved.',
  )
}
