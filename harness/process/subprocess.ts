import type { Duplex, Readable } from 'node:stream'
import { untilExecuted, watchdogOf } from './await-exec.ts'
import { findExecutable } from './executable.ts'
import { type Launched, launch } from './launch.ts'
import { LineSplitter } from './line-splitter.ts'
import { type Listener, listenerAmong, programNameOf } from './listener.ts'
import { LINES_KEPT, LogBuffer, type LogLine } from './log-buffer.ts'
import type { ProcessExit } from './process-exit.ts'
import { endProcessTree, type ProcessTree, type TreeEnd, treeMembers } from './process-tree.ts'
import { newMarker } from './run-marker.ts'
import { signalGroup, signalProcess } from './signals.ts'
import { withTimeout } from './timeout.ts'

const DEFAULT_GRACE_MS = 2000
const LAST_OUTPUT_LIMIT_MS = 500

export interface SubprocessOptions {
  /** A name on the PATH in `env`, or a path (from `cwd`). */
  readonly command: string
  readonly args?: readonly string[]
  readonly cwd?: string
  /** The whole environment: only the run marker is added, and what /bin/sh sets (PWD; in bash SHLVL and _). */
  readonly env: Readonly<Record<string, string>>
  /** Milliseconds between SIGTERM and SIGKILL when it is stopped; 2000 by default. */
  readonly graceMs?: number
  /** A directory of its own, which goes with it when this program is killed; otherwise the caller removes it. */
  readonly removesAfterKill?: string
  /** Called for every line, as it is read. */
  readonly onLine?: (line: LogLine) => void
  /** Called once, when the process has ended. */
  readonly onExit?: (exit: ProcessExit) => void
}

/** What it took to stop a subprocess and all it spawned. */
export interface StopReport {
  /** The strongest signal that was needed; `none` when everything had ended before. */
  readonly signal: 'none' | 'SIGTERM' | 'SIGKILL'
  readonly exit: ProcessExit
  /** The pids that outlived the grace period and were killed. */
  readonly survivors: readonly number[]
}

/**
 * One running command with everything it spawns: watched, drained for ever, and ended without a rest, also when
 * this program is killed.
 */
export class Subprocess implements AsyncDisposable {
  readonly pid: number
  /** The command line as it was asked for, for reports. */
  readonly command: string
  /** What all its descendants carry in their environment; see `markedProcesses`. */
  readonly marker: string
  /** Settles when the process itself has ended, even if another process still holds its outputs. */
  readonly exited: Promise<ProcessExit>
  readonly #graceMs: number
  readonly #lifeline: Duplex
  readonly #outputs: readonly Readable[]
  readonly #recentLines = new LogBuffer()
  #watchdog: number | undefined
  #exit: ProcessExit | undefined
  #stopping: Promise<StopReport> | undefined

  private constructor(launched: Launched, options: SubprocessOptions, marker: string) {
    this.pid = launched.pid
    this.command = [options.command, ...(options.args ?? [])].map(quoted).join(' ')
    this.marker = marker
    this.#graceMs = options.graceMs ?? DEFAULT_GRACE_MS
    this.#lifeline = launched.lifeline
    this.#outputs = [launched.stdout, launched.stderr]
    this.#drain(launched.stdout, 'stdout', options.onLine)
    this.#drain(launched.stderr, 'stderr', options.onLine)
    this.exited = new Promise(resolve => {
      launched.child.once('exit', (code, signal) => {
        this.#exit = { code, signal, at: performance.now() }
        resolve(this.#exit)
        options.onExit?.(this.#exit)
      })
    })
  }

  /**
   * Resolves once the command itself runs.
   *
   * @throws SpawnError when it does not exist, cannot be executed, or its working directory is missing
   * @throws WaitTimeoutError when the system does not get it running
   */
  static async start(options: SubprocessOptions): Promise<Subprocess> {
    const { args = [], cwd = process.cwd(), env } = options
    const executable = findExecutable({ command: options.command, cwd, env })
    const marker = newMarker()
    const launched = await launch({
      executable,
      args,
      cwd,
      env,
      marker,
      removesAfterKill: options.removesAfterKill,
    })
    const subprocess = new Subprocess(launched, options, marker)
    try {
      subprocess.#watchdog = await watchdogOf(subprocess, launched)
      await untilExecuted(subprocess, launched)
      return subprocess
    } catch (error) {
      await subprocess.stop()
      throw error
    }
  }

  /** `undefined` while it runs. */
  get exit(): ProcessExit | undefined {
    return this.#exit
  }

  /** The last 2,000 lines of both outputs, in the order in which they were read. */
  get lines(): readonly LogLine[] {
    return this.lastLines(LINES_KEPT)
  }

  /** How many lines came before {@link lines} and are forgotten. */
  get droppedLines(): number {
    return this.#recentLines.dropped
  }

  lastLines(count: number): readonly LogLine[] {
    return this.#recentLines.last(count)
  }

  /**
   * The process of this family that listens on a TCP port, and its parent where that is of the family as well.
   * `undefined` when there is none, or when it cannot be seen.
   */
  listenerOn(port: number): Listener | undefined {
    const members = treeMembers(this.#tree)
    const entry = listenerAmong(members, port)
    if (entry === undefined) return undefined
    const parent = members.find(({ pid }) => pid === entry.parent)
    return { ...entry, program: programNameOf(entry.pid), parentEntry: parent }
  }

  /** Signals the process itself, not its group. `false` when it has ended. */
  signal(name: NodeJS.Signals): boolean {
    return this.#exit === undefined && signalProcess(this.pid, name)
  }

  /**
   * Ends the process and all it spawned, and proves that nothing is left: SIGTERM, the grace period, SIGKILL.
   * Works when the process itself has ended; calling it again returns the same report.
   *
   * @throws SurvivorError when something cannot be killed
   */
  stop(): Promise<StopReport> {
    this.#stopping ??= this.#stop()
    return this.#stopping
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  async #stop(): Promise<StopReport> {
    const deadline = performance.now() + this.#graceMs
    const ran = this.#exit === undefined
    if (ran) {
      signalGroup(this.pid, 'SIGTERM')
      await withTimeout(this.#graceMs, this.exited)
    }
    try {
      const end = await this.#endTree(deadline, !ran)
      return {
        ...end,
        signal: ran && end.signal === 'none' ? 'SIGTERM' : end.signal,
        exit: await this.exited,
      }
    } finally {
      await this.#letGo()
    }
  }

  #endTree(deadline: number, askGroup: boolean): Promise<TreeEnd> {
    return endProcessTree(this.#tree, { deadline, askGroup })
  }

  get #tree(): ProcessTree {
    return { leader: this.pid, marker: this.marker, watchdog: this.#watchdog }
  }

  /** The last words are read before the outputs are given up; a stranger may hold them for ever. */
  async #letGo(): Promise<void> {
    const closed = this.#outputs.map(
      output => output.closed || new Promise(resolve => output.once('close', resolve)),
    )
    await withTimeout(LAST_OUTPUT_LIMIT_MS, Promise.all(closed))
    for (const stream of [...this.#outputs, this.#lifeline]) stream.destroy()
  }

  #drain(output: Readable, source: LogLine['source'], onLine: SubprocessOptions['onLine']): void {
    const splitter = new LineSplitter(text => {
      const line = { at: performance.now(), source, text }
      this.#recentLines.add(line)
      onLine?.(line)
    })
    output.on('data', (chunk: Buffer) => splitter.write(chunk))
    output.once('close', () => splitter.end())
    output.on('error', () => {})
  }
}

function quoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`
}
