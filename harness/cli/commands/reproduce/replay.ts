import { resolve } from 'node:path'
import { LiveFormatter } from '../../../diagnosis/index.ts'
import {
  type Recording,
  type ReplayedVerdict,
  readRecording,
  replayRecording,
} from '../../../recording/index.ts'
import { nameOf } from '../../../runner/index.ts'
import { CONFORMS, FAILS, NOT_TESTABLE } from '../../../util/exit-codes.ts'
import { formatNotTestable, formatVerdict, formatWire, replayHeading, timelineLines } from './output.ts'

/**
 * Judges a saved timeline again, and tells it.
 * @returns the exit code
 * @throws ConfigurationError for a file that is no saved timeline
 */
export async function replay(file: string, wire: boolean, workingDirectory: string): Promise<number> {
  const recording = readRecording(resolve(workingDirectory, file))
  const judged = await replayRecording(recording)
  console.log(replayHeading(recording))
  for (const line of linesOf(judged)) console.log(line)
  console.log()
  console.log(storyOf(recording, judged))
  if (wire) console.log(formatWire(judged.timeline.entries))
  const { expectations, outcome } = judged
  console.log(
    `judged again from what was recorded: ${expectations} ${expectations === 1 ? 'expectation' : 'expectations'} of ${nameOf(recording)}`,
  )
  if (judged.asFoundThen) {
    console.log('The scenario ended with an error, which is repeated here as recorded.')
  }
  if (judged.holdsNow) {
    console.log('It failed when it was saved, and holds as this version judges it.')
  }
  if (outcome === undefined) return CONFORMS
  return outcome.notTestable === undefined ? FAILS : NOT_TESTABLE
}

function linesOf({ timeline }: ReplayedVerdict): string[] {
  const telling = new LiveFormatter(timeline)
  return timeline.entries.flatMap(entry => {
    const line = telling.lineOf(entry)
    return line === undefined ? [] : timelineLines(line, entry)
  })
}

function storyOf(recording: Recording, { outcome }: ReplayedVerdict): string {
  return outcome?.notTestable === undefined
    ? formatVerdict(recording, outcome?.verdict, 'what is not in the timeline')
    : formatNotTestable(recording, outcome.notTestable)
}
