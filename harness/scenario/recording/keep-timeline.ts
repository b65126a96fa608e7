import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigurationError } from '../../failure.ts'
import type { LastMoment } from '../play.ts'
import type { NamedScenario } from '../scenario.ts'
import { type Provenance, recordingOf } from './recording-of.ts'
import { checkPlaceOfRecording, TooLarge, writeRecording } from './write-recording.ts'

/** Where a gate keeps timelines, and which. Plain data. */
export interface KeptTimelines {
  /** Absolute. */
  readonly directory: string
  readonly of: 'failed' | 'all'
  readonly provenance: Provenance
  /** The number of the run, where there are several. */
  readonly run?: number
}

/** Makes sure, before anything is run, that timelines can be kept there. @throws ConfigurationError when they cannot */
export function checkTimelinesDirectory(directory: string, flag: string): void {
  try {
    mkdirSync(directory, { recursive: true })
    if (statSync(directory).isDirectory()) return
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error)
    throw new ConfigurationError(
      `${flag} ${directory} cannot be made a directory (${why}); name one that exists or can be created.`,
    )
  }
}

/** Saves the timeline of a scenario, where that is wanted and it is not too large, under a name that tells which it is. */
export async function keepTimeline(
  { directory, of, provenance, run }: KeptTimelines,
  scenario: NamedScenario,
  moment: LastMoment,
): Promise<void> {
  if (of === 'failed' && moment.verdict === undefined) return
  const file = join(directory, fileNameOf(scenario, run))
  checkPlaceOfRecording(file, '--save-timelines')
  try {
    writeRecording(file, await recordingOf(scenario, moment, provenance))
  } catch (error) {
    // That a scenario was a long one says nothing of the gateway.
    if (!(error instanceof TooLarge)) throw error
  }
}

/** E.g. `connect.response-event-forwarded.over-a-tap.jsonl`. */
export function fileNameOf({ clause, variant }: NamedScenario, run?: number): string {
  const words = [clause, ...(variant === undefined ? [] : [variant])].map(name =>
    name.replace(/[^\w-]+/g, name === clause ? '.' : '-').replace(/^-|-$/g, ''),
  )
  return `${[...words, ...(run === undefined ? [] : [`run-${run}`])].join('.')}.jsonl`
}
