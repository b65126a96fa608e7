import type { Timeline } from '../timeline/index.ts'

/** How much longer than ever before a backend may take. */
const MARGIN = 10

/** The shortest wait, in milliseconds. */
const SHORTEST_MS = 1_000

/**
 * How long a backend is waited for. In full, until a wait was in vain: from then on ten times as long as it has ever
 * taken to send something, and a second at least. A backend that lacks one thing is then not waited for in full under
 * each clause that needs it, and one that is slow is waited for as long as it takes.
 */
export class Patience {
  readonly #fullMs: number
  #slowestMs = 0
  #isShort = false

  constructor(fullMs: number) {
    this.#fullMs = fullMs
  }

  get limitMs(): number {
    if (!this.#isShort) return this.#fullMs
    return Math.min(this.#fullMs, Math.max(SHORTEST_MS, MARGIN * this.#slowestMs))
  }

  /** Learns from a scenario how long the backend took for its sends. */
  learn(timeline: Timeline): void {
    for (const [at, entry] of timeline.entries.entries()) {
      if (entry.kind !== 'send-request' || entry.fence) continue
      const before = timeline.entries[at - 1]?.at ?? 0
      this.#slowestMs = Math.max(this.#slowestMs, entry.at - before)
    }
  }

  /** Something was waited for in vain. */
  runsOut(): void {
    this.#isShort = true
  }
}
