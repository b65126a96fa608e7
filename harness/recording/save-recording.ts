import { join } from 'node:path'
import type { Completed } from '../scenario/outcome.ts'
import type { NamedScenario } from '../scenario/scenario-name.ts'
import type { Provenance, SavedTimelines } from '../session/run-settings.ts'
import type { Recording } from './recording.ts'
import { isSavedTimeline, RecordingTooLargeError, savedText, writeSaved } from './write-recording.ts'

/** Characters; what is longer is compressed. */
const LONG = 256 * 1024

/** Whether a file is a timeline that a gate kept. */
export function isKeptTimeline(path: string): boolean {
  return /\.jsonl(\.gz)?$/.test(path) && isSavedTimeline(path)
}

/** Saves the timeline of a scenario, where that is wanted and it is not too large, under a name that tells which it is. */
export async function saveTimeline(
  { directory, known, of, provenance, run }: SavedTimelines,
  scenario: NamedScenario,
  { verdict }: Pick<Completed, 'verdict'>,
  record: (provenance: Provenance) => Promise<Recording>,
): Promise<void> {
  if (of !== 'all' && verdict === undefined) return
  if (of === 'failed' && known.includes(scenario.clause)) return
  try {
    const text = savedText(await record(provenance))
    const name = fileNameOf(scenario, run)
    writeSaved(join(directory, text.length > LONG ? `${name}.gz` : name), text)
  } catch (error) {
    // The length of a scenario says nothing of the party under test.
    if (!(error instanceof RecordingTooLargeError)) throw error
  }
}

/** E.g. `connect.response-event-forwarded.over-a-tap.jsonl`. */
function fileNameOf({ clause, variant }: NamedScenario, run?: number): string {
  const words = [clause, ...(variant === undefined ? [] : [variant])].map(name =>
    name.replace(/[^\w-]+/g, name === clause ? '.' : '-').replace(/^-|-$/g, ''),
  )
  return `${[...words, ...(run === undefined ? [] : [`run-${run}`])].join('.')}.jsonl`
}
