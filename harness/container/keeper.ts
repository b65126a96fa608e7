import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { cleanedEnvironment, RUN_MARKER_VARIABLE } from '../process/index.ts'
import type { KeeperTask } from './keeper-program.ts'

const PROGRAM = fileURLToPath(new URL('./keeper-program.ts', import.meta.url))

const LEAVE_LIMIT_MS = 30_000

const LINES_KEPT = 10

/**
 * A process that outlives this program by a moment: when this one ends, for whatever reason, it removes the containers
 * of the run. It therefore does not carry the marker of a run around this one, whose watchdog would kill it first.
 */
export class Keeper implements AsyncDisposable {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>
  readonly #ended: Promise<void>
  readonly #lines: string[] = []

  constructor(task: KeeperTask) {
    const { [RUN_MARKER_VARIABLE]: _outer, NODE_OPTIONS: _options, ...env } = cleanedEnvironment()
    this.#child = spawn(process.execPath, [PROGRAM, JSON.stringify(task)], {
      env,
      cwd: '/',
      detached: true,
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    this.#child.stdin.on('error', () => {})
    this.#child.unref()
    this.#ended = new Promise(resolve => {
      this.#child.once('exit', () => resolve())
      this.#child.once('error', () => resolve())
    })
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#lines.push(...text.split('\n').filter(line => line !== ''))
      this.#lines.splice(0, this.#lines.length - LINES_KEPT)
    })
    for (const stream of [this.#child.stdin, this.#child.stdout]) (stream as { unref?(): void }).unref?.()
  }

  /** What it printed last; the output of the service that it keeps among it. */
  get lastLines(): readonly string[] {
    return this.#lines.filter(line => line !== 'running')
  }

  /** Whether the service that it keeps has ended. */
  get hasFailed(): boolean {
    return this.#lines.some(line => /^ended\b/.test(line)) || this.#child.exitCode !== null
  }

  /** Has everything removed, and waits until that is done. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.ref()
    this.#child.stdin.end()
    const limit = setTimeout(() => this.#child.kill('SIGKILL'), LEAVE_LIMIT_MS)
    await this.#ended
    clearTimeout(limit)
  }
}
