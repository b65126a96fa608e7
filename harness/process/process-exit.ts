/** How a process ended: with a code or by a signal, the other one is `null`. */
export interface ProcessExit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** Milliseconds of `performance.now()`. */
  readonly at: number
}

/** How a process ended, in a few words of a sentence: "exit code 1", "signal SIGKILL". */
export function exitInWords({
  code,
  signal,
}: {
  readonly code: number | null
  readonly signal: string | null
}): string {
  if (signal !== null) return `signal ${signal}`
  return code === null ? 'an exit code that was not seen' : `exit code ${code}`
}
