import { SpawnError } from './errors.ts'
import type { Launched } from './launch.ts'
import { LAUNCHER_NAME } from './launch-script.ts'
import type { LogLine } from './log-buffer.ts'
import type { ProcessExit } from './process-exit.ts'
import { carriesMarker, commandLineOf } from './run-marker.ts'
import { withTimeout } from './timeout.ts'
import { waitUntil } from './wait-until.ts'

const START_LIMIT_MS = 30_000
const EXPLANATION_LIMIT_MS = 1000

/** What is known of a subprocess while it starts. */
export interface Starting {
  readonly pid: number
  readonly command: string
  readonly marker: string
  readonly exit: ProcessExit | undefined
  readonly exited: Promise<ProcessExit>
  readonly lines: readonly LogLine[]
}

/** The pid of the watchdog; `undefined` when the launching shell was killed before it printed the pid. */
export function watchdogOf(starting: Starting, launched: Launched): Promise<number | undefined> {
  const printed = Promise.race([launched.watchdog, starting.exited.then(() => undefined)])
  return withTimeout(START_LIMIT_MS, printed)
}

/**
 * Waits until the launching shell has become the command, as far as the system lets us see that.
 *
 * @throws SpawnError when the shell could not execute the command
 */
export async function untilExecuted(starting: Starting, launched: Launched): Promise<void> {
  // A program that writes its title over its environment, as nginx does, is known by no longer being the shell.
  const isExecuted = () =>
    process.platform !== 'linux' ||
    carriesMarker(starting.pid, starting.marker) ||
    (starting.exit === undefined && !commandLineOf(starting.pid).includes(LAUNCHER_NAME))
  const outcome = await waitUntil(
    `process ${starting.pid} to become ${starting.command}`,
    () => (isExecuted() ? 'executed' : starting.exit && 'ended'),
    { limitMs: START_LIMIT_MS, intervalMs: 1, lastSeen: () => starting.lines },
  )
  if (outcome === 'ended') await throwIfRefused(starting, launched)
}

/** A command may itself end with 126 or 127, so only the shell's own complaint counts. */
async function throwIfRefused(starting: Starting, { stderr }: Launched): Promise<void> {
  const { code } = await starting.exited
  if (code !== 126 && code !== 127) return
  const complaint = () =>
    starting.lines.find(({ source, text }) => source === 'stderr' && text.startsWith(`${LAUNCHER_NAME}:`))
  const closed = new Promise(resolve => (stderr.closed ? resolve(undefined) : stderr.once('close', resolve)))
  await withTimeout(EXPLANATION_LIMIT_MS, closed)
  const line = complaint()
  if (line === undefined) return
  const reason = line.text.replace(/^[^:]*: (line )?\d+: (exec: )?/, '')
  throw new SpawnError(
    `Could not start "${starting.command}": the system refused to execute it (${reason}). ` +
      'Check the interpreter in its first line, and that it was built for this machine.',
  )
}
