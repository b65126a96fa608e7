import type { ChildProcess } from 'node:child_process'
import { Duplex, type Readable } from 'node:stream'
import { SpawnError } from './errors.ts'
import { type Launch, launchArguments } from './launch-script.ts'
import { RUN_MARKER_VARIABLE } from './run-marker.ts'

/** A shell that is about to become the command, and its watchdog. */
export interface Launched {
  readonly child: ChildProcess
  readonly pid: number
  readonly stdout: Readable
  readonly stderr: Readable
  /** The pipe that the watchdog reads: when our end closes, it kills. */
  readonly lifeline: Duplex
  /** The watchdog's pid, once the shell has printed it. */
  readonly watchdog: Promise<number>
}

/**
 * Spawns the launching shell in a session and process group of its own.
 *
 * @throws SpawnError when the system refuses
 */
export async function launch(options: Launch & { readonly cwd: string }): Promise<Launched> {
  // Loaded only when something is started: loading takes a thirtieth of a short gate.
  const { execa } = await import('execa')
  // Searching shells must not be taken for descendants of an outer run.
  const { [RUN_MARKER_VARIABLE]: _outerRun, ...env } = options.env
  const shell = execa('/bin/sh', launchArguments({ ...options, env }), {
    cwd: options.cwd,
    env,
    extendEnv: false,
    detached: true,
    cleanup: false,
    buffer: false,
    reject: false,
    encoding: 'buffer',
    forceKillAfterDelay: false,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  const child = shell.nodeChildProcess
  const lifeline: unknown = shell.stdio[3]
  if (child.pid === undefined || !(lifeline instanceof Duplex)) {
    const { originalMessage } = await shell
    throw new SpawnError(
      `Could not start "${options.executable}": the system refused (${originalMessage}). ` +
        'Check the size of its arguments and environment, and the limits on processes and open files.',
    )
  }
  const { stdout, stderr } = shell
  return { child, pid: child.pid, stdout, stderr, lifeline, watchdog: watchdogPid(lifeline) }
}

function watchdogPid(lifeline: Duplex): Promise<number> {
  let text = ''
  // Whatever ends the other side shows in the exit; a broken pipe says nothing more.
  lifeline.on('error', () => {})
  return new Promise(resolve => {
    lifeline.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1')
      if (text.endsWith('\n')) resolve(Number(text))
    })
  })
}
