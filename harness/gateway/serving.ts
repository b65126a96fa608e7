import { isRunning, type Listener, programNameOf, type RunningProgram, Subprocess } from '../process/index.ts'
import type { Target } from './target.ts'

/**
 * Which process serves the gateway's port: the one that was started, one that it has started in turn (through a
 * shell or npm), or none that could be found.
 */
export type Serving =
  | { readonly by: 'itself' }
  | {
      readonly by: 'child'
      readonly process: Listener
      /** The program that was started, e.g. `bash`. */
      readonly starter: string
    }
  | { readonly by: 'unknown' }

/** Only a command may start the gateway through others; everything else is started as it is. */
export function servingOf(
  target: Target,
  { address, process }: { readonly address: string; readonly process: RunningProgram | undefined },
): Serving {
  if (target.identity.kind !== 'command' || !(process instanceof Subprocess)) return { by: 'itself' }
  const listener = process.listenerOn(Number(new URL(address).port))
  if (listener === undefined) return { by: 'unknown' }
  return listener.pid === process.pid
    ? { by: 'itself' }
    : { by: 'child', process: listener, starter: programNameOf(process.pid) }
}

/** Whether the serving process has ended, even if the process that started it has not. */
export function hasEnded({
  process,
  serving,
}: {
  readonly process: RunningProgram | undefined
  readonly serving: Serving
}): boolean {
  return serving.by === 'child' ? !isRunning(serving.process) : process?.exit !== undefined
}
