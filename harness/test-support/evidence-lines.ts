import { evidenceOf } from '../timeline/format/evidence.ts'
import { type Observation, Timeline } from '../timeline/index.ts'

/** Evidence without its times. */
export function linesOf(timeline: Timeline, streams: readonly number[] = [], expected?: string): string[] {
  return evidenceOf(timeline, streams, expected).map(line => line.replace(/^ *\d+\.\d ms {2}/, '').trim())
}

/** The evidence of these entries. */
export function linesOfAll(...observations: Observation[]): string[] {
  const timeline = new Timeline()
  for (const observation of observations) timeline.record(observation)
  return linesOf(timeline)
}
