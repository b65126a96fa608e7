import type { Entry, EntryOf, Timeline } from '../index.ts'

/** A stream that this program opens and closes to prove an order; not part of the scenario. */
export type Fence = EntryOf<'stream-request'>

export function fencesIn(timeline: Timeline): Fence[] {
  return timeline.all('stream-request').filter(({ fence }) => fence === true)
}

/** The fences that ended. One that did not is evidence itself. */
export function passedFencesIn(timeline: Timeline): Fence[] {
  return fencesIn(timeline).filter(({ stream }) => timeline.exchanges.stream(stream).end !== undefined)
}

/** The stream of the one of these fences that an entry belongs to. */
export function fenceOf(timeline: Timeline, entry: Entry, fences: readonly Fence[]): number | undefined {
  if (fences.length === 0) return undefined
  const own = (stream: number | undefined): number | undefined =>
    fences.find(fence => fence.stream === stream)?.stream
  switch (entry.kind) {
    case 'callback-request':
      return own(entry.stream)
    case 'callback-head':
    case 'callback-response':
    case 'callback-unanswered':
      return own(timeline.exchanges.callback(entry.call).request?.stream)
    case 'send-request':
      return own(timeline.exchanges.streamWith(entry.command.token))
    case 'log':
      return fences.find(fence => isAbout(timeline, entry.text, fence))?.stream
    default:
      return 'stream' in entry ? own(entry.stream) : undefined
  }
}

/** The fences that prove that something is missing and not late, as a further sentence; empty where there are none. */
export function describeLaterFences(timeline: Timeline): string {
  const fences = fencesIn(timeline)
  return fences.length === 0
    ? ''
    : ` Since then this program opened and closed ${fences.length === 1 ? 'another stream' : 'other streams'}.`
}

/** Whether the gateway reported these fences. */
export function describeFences(timeline: Timeline, streams: readonly number[]): string {
  const reported = streams.filter(stream => timeline.exchanges.disconnects(stream).length > 0)
  const [all, report] =
    streams.length === 1
      ? ['a stream of its own (a fence)', reported.length === 1 ? 'it' : undefined]
      : [
          `${streams.length} streams of its own (fences)`,
          reported.length === streams.length
            ? 'each'
            : reported.length === 0
              ? undefined
              : `${reported.length}`,
        ]
  return `opens and closes ${all}; the gateway ${report === undefined ? `does not report ${streams.length === 1 ? 'it' : 'them'}` : `reports ${report}`}`
}

/** Whether a gateway printed this about the stream of a fence. */
function isAbout(timeline: Timeline, text: string, { stream, url }: Fence): boolean {
  const token = timeline.exchanges.connect(stream).request?.payload.token
  return text.includes(url) || (token !== undefined && token !== '' && text.includes(token))
}
