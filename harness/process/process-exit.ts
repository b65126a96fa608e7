/** How a process ended: with a code or by a signal, the other one is `null`. */
export interface ProcessExit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** Milliseconds of `performance.now()`. */
  readonly at: number
}
