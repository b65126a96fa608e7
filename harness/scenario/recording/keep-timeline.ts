import { join } from 'node:path'
import type { LastMoment } from '../play.ts'
import type { NamedScenario } from '../scenario.ts'
import { type Provenance, recordingOf } from './recording-of.ts'
import { isSavedTimeline, savedText, TooLarge, writeSaved } from './write-recording.ts'

/** The scenarios whose timelines are kept; `failed` are those whose clause is not known to fail. */
export const KEPT = ['failed', 'failed-and-known', 'all'] as const

export type Kept = (typeof KEPT)[number]

/** Where a gate keeps timelines, and which. Plain data. */
export interface KeptTimelines {
  /** Absolute; it is there. */
  readonly directory: string
  readonly of: Kept
  /** The clauses that are known to fail. */
  readonly known: readonly string[]
  readonly provenance: Provenance
  /** The number of the run, where there are several. */
  readonly run?: number
}

/** Characters; what is longer is compressed. */
const LONG = 256 * 1024

/** Whether a file is a timeline that a gate kept. */
export function isKeptTimeline(path: string): boolean {
  return /\.jsonl(\.gz)?$/.test(path) && isSavedTimeline(path)
}

/** Saves the timeline of a scenario, where that is wanted and it is not too large, under a name that tells which it is. */
export async function keepTimeline(
  { directory, known, of, provenance, run }: KeptTimelines,
  scenario: NamedScenario,
  moment: LastMoment,
): Promise<void> {
  if (of !== 'all' && moment.verdict === undefined) return
  if (of === 'failed' && known.includes(scenario.clause)) return
  try {
    const text = savedText(await recordingOf(scenario, moment, provenance))
    const name = fileNameOf(scenario, run)
    writeSaved(join(directory, text.length > LONG ? `${name}.gz` : name), text)
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
