/** One line that a subprocess wrote. */
export interface LogLine {
  /** When its last byte was read, in milliseconds of `performance.now()`. */
  readonly at: number
  readonly source: 'stdout' | 'stderr'
  /** Without its line end; beyond 8 KiB cut, with a mark that says how much. */
  readonly text: string
  /** It came through a container engine, and is later than what it is about: nothing is ordered by it. */
  readonly late?: true
}

/** How many lines are kept. */
export const LINES_KEPT = 2000

/** The last {@link LINES_KEPT} lines, and how many came before them. */
export class LogBuffer {
  #lines: LogLine[] = []
  #total = 0

  add(line: LogLine): void {
    this.#total += 1
    this.#lines.push(line)
    // Trimming in bulk keeps the cost per line constant.
    if (this.#lines.length >= 2 * LINES_KEPT) this.#lines = this.#lines.slice(-LINES_KEPT)
  }

  last(count: number): readonly LogLine[] {
    return count <= 0 ? [] : this.#lines.slice(-Math.min(count, LINES_KEPT))
  }

  get dropped(): number {
    return Math.max(0, this.#total - LINES_KEPT)
  }
}
