import type { Entry, Timeline } from '../timeline/index.ts'

/** How much longer than ever before a backend may take. */
const MARGIN = 10

/** The shortest wait, in milliseconds. */
const MIN_MS = 1_000

/** What a backend may answer with a send. */
const CAUSES: ReadonlySet<Entry['kind']> = new Set<Entry['kind']>([
  'hook',
  'stream-request',
  'callback-request',
  'callback-response',
  'send-response',
  'send-failed',
])

/**
 * How long a backend is waited for. In full, until a wait was in vain and a send has shown how long the backend takes:
 * from then on ten times as long as it has ever taken, and a second at least. A backend that lacks one thing is then
 * not waited for in full under each clause that needs it, and one that is slow is waited for as long as it takes.
 */
export class BackendWaitLimit {
  readonly #fullMs: number
  #slowestMs: number | undefined
  #isShort = false

  constructor(fullMs: number) {
    this.#fullMs = fullMs
  }

  get limitMs(): number {
    if (!this.#isShort || this.#slowestMs === undefined) return this.#fullMs
    return Math.min(this.#fullMs, Math.max(MIN_MS, MARGIN * this.#slowestMs))
  }

  /** Learns from a scenario how long the backend took for its sends, each from the last thing that can be its cause. */
  learn(timeline: Timeline): void {
    const ours = oursIn(timeline)
    let causedAt = 0
    for (const entry of timeline.entries) {
      if (ours(entry)) continue
      if (entry.kind === 'send-request') this.#slowestMs = Math.max(this.#slowestMs ?? 0, entry.at - causedAt)
      if (CAUSES.has(entry.kind) || (entry.kind === 'note' && entry.by === undefined)) causedAt = entry.at
    }
  }

  /** Something was waited for in vain. */
  runsOut(): void {
    this.#isShort = true
  }
}

/** Which entries are about this program's own fences, to which no backend has to send anything. */
function oursIn(timeline: Timeline): (entry: Entry) => boolean {
  const streams = new Set(
    timeline.all('stream-request').flatMap(({ stream, fence }) => (fence ? [stream] : [])),
  )
  const sends = new Set(timeline.all('send-request').flatMap(({ send, fence }) => (fence ? [send] : [])))
  const isOurs = (stream: number | undefined): boolean => stream !== undefined && streams.has(stream)
  const calls = new Set(
    timeline.all('callback-request').flatMap(({ call, stream }) => (isOurs(stream) ? [call] : [])),
  )
  return entry =>
    ('stream' in entry && isOurs(entry.stream)) ||
    ('send' in entry && sends.has(entry.send)) ||
    ('call' in entry && calls.has(entry.call))
}
