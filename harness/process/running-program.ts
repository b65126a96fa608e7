import type { LogLine } from './log-buffer.ts'
import type { ProcessExit } from './process-exit.ts'

/** Something that we started and end: a process of this machine, or one in a container. */
export interface RunningProgram extends AsyncDisposable {
  /** `undefined` while it runs. */
  readonly exit: ProcessExit | undefined
  /** Settles when it has ended. */
  readonly exited: Promise<ProcessExit>
  /** The last lines of both outputs, in the order in which they were read. */
  readonly lines: readonly LogLine[]
  /** How many lines came before {@link lines} and are forgotten. */
  readonly droppedLines: number
  lastLines(count: number): readonly LogLine[]
  /** Signals the program itself. `false` when it has ended. */
  signal(name: NodeJS.Signals): boolean | Promise<boolean>
  /** Ends it and all it started; from then on its lines are complete. */
  stop(): Promise<unknown>
}
