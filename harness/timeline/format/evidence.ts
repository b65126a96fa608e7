import { printable } from '../../redaction/printable.ts'
import type { Entry, Timeline } from '../index.ts'
import {
  ARROWS,
  type Description,
  describeEntry,
  type MarkerNumbers,
  streamIn,
  streamLabel,
} from './describe.ts'
import { describeFences, fenceOf, passedFencesIn } from './fences.ts'

/** What a program prints may be one line of megabytes. */
const MAX_LINE = 1_000

/** More lines than this are cut in the middle. */
const MAX_LINES = 40

/** One line for one thing that happened, harmless in a terminal. */
export function evidenceLine(at: number, [arrow, text]: Description): string {
  const safe = printable(text)
  const shown = safe.length <= MAX_LINE ? safe : `${safe.slice(0, MAX_LINE)}…`
  return `${at.toFixed(1).padStart(7)} ms  ${ARROWS[arrow]}   ${shown}`
}

/**
 * The part of a timeline that concerns some streams, one line for each thing that happened.
 * @param streams all of them when empty
 * @param expected what should have been there, put at the end
 */
export function evidenceOf(timeline: Timeline, streams: readonly number[], expected?: string): string[] {
  const lines = linesOf(timeline, streams)
  const shown =
    lines.length <= MAX_LINES
      ? lines
      : [
          ...lines.slice(0, MAX_LINES / 2),
          `           … ${lines.length - MAX_LINES} more`,
          ...lines.slice(-MAX_LINES / 2),
        ]
  return expected === undefined ? shown : [...shown, `           ✗ expected: ${printable(expected)}`]
}

function linesOf(timeline: Timeline, streams: readonly number[]): string[] {
  const markers: MarkerNumbers = new Map()
  const fences = passedFencesIn(timeline).filter(({ stream }) => !streams.includes(stream))
  const lines: string[] = []
  // Consecutive fences share one line, in the place of the last.
  let passed: { readonly at: number; readonly streams: readonly number[] } | undefined
  const pushPassed = (): void => {
    if (passed !== undefined) {
      lines.push(evidenceLine(passed.at, ['harness', describeFences(timeline, passed.streams)]))
    }
    passed = undefined
  }
  for (const entry of timeline.entries) {
    const fence = fenceOf(timeline, entry, fences)
    if (fence !== undefined) {
      if (entry.kind === 'stream-end') passed = { at: entry.at, streams: [...(passed?.streams ?? []), fence] }
      continue
    }
    const description = concerns(timeline, entry, streams)
      ? describeEntry(timeline, entry, markers)
      : undefined
    if (description === undefined) continue
    pushPassed()
    lines.push(evidenceLine(entry.at, labelled(timeline, entry, description, streams)))
  }
  pushPassed()
  return lines
}

/** With several streams, says which of them a line is about. */
function labelled(
  timeline: Timeline,
  entry: Entry,
  description: Description,
  streams: readonly number[],
): Description {
  if (streams.length === 1) return description
  const label = streamLabel(timeline, streamIn(timeline, entry), '  [')
  return label === '' ? description : [description[0], `${description[1]}${label}]`]
}

/** What a program printed last, as the end of the evidence. */
export function lastOutput(whose: 'gateway' | 'backend', lines: readonly string[]): string[] {
  const said = lines.map(line => `                            ${printable(line)}`)
  return said.length === 0 ? [] : [`  last output of the ${whose}:`, ...said]
}

function concerns(timeline: Timeline, entry: Entry, streams: readonly number[]): boolean {
  switch (entry.kind) {
    case 'gateway-exited':
    case 'gateway-shell-exited':
    case 'backend-exited':
    case 'network':
    case 'hook':
    case 'backend-request':
    case 'backend-response':
    case 'gateway-handled':
    case 'callback-held':
    case 'harness-stalled':
    case 'line-sent':
    case 'line-received':
    case 'line-ended':
    case 'note':
      return true
    case 'backend-log':
    case 'callback-head':
    case 'expectation':
      return false
    case 'log':
      return (
        isInformative(entry.text) && (entry.source !== 'stdout' || timeline.all('gateway-exited').length > 0)
      )
    case 'front-request':
    case 'front-response':
    case 'front-bytes':
    case 'front-end':
      return streams.length === 0 || entry.stream === undefined || streams.includes(entry.stream)
    case 'callback-request':
    case 'callback-response':
    case 'callback-unanswered':
    case 'send-request': {
      const stream = streamIn(timeline, entry)
      return streams.length === 0 || stream === undefined || streams.includes(stream)
    }
    case 'send-response':
    case 'send-failed':
      return false
    case 'stream-written':
      return false
    default:
      return streams.length === 0 || streams.includes(entry.stream)
  }
}

/** Not so: empty lines and the inner lines of stack traces. */
export function isInformative(line: string): boolean {
  return line.trim() !== '' && !/^\s+at /.test(line)
}
