import type { LogLine } from './log-buffer.ts'
import type { ProcessExit } from './process-exit.ts'
import { Subprocess, type SubprocessOptions } from './subprocess.ts'
import { withTimeout } from './timeout.ts'

/** What came of a command that was to end by itself. */
export interface CommandResult {
  /** `undefined` when the limit was reached; the command was stopped then. */
  readonly exit: ProcessExit | undefined
  /** The last of what it printed. */
  readonly lines: readonly LogLine[]
}

/**
 * Runs a command until it ends by itself, but not longer than the limit (milliseconds).
 *
 * @throws SpawnError when it cannot be started
 */
export async function runCommand(options: SubprocessOptions, limitMs: number): Promise<CommandResult> {
  await using subprocess = await Subprocess.start(options)
  const exit = await withTimeout(limitMs, subprocess.exited)
  // What was printed just before the end is read only after it.
  await subprocess.stop()
  return { exit, lines: subprocess.lines }
}
