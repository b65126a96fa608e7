import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { cleanedEnvironment, waitUntil } from '../process/index.ts'
import { type ProcessEntry, processTable, readProcFile } from '../process/process-table.ts'
import { commandLineOf } from '../process/run-marker.ts'
import { ROOT } from '../util/root.ts'

/** For this folder's tests: the bounds inside expire first, and say what they waited for. */
export const SLOW_TEST = { timeout: 120_000 }

/** The longest wait for a gate to get anywhere, in milliseconds. */
const LIMIT_MS = 60_000

/** What every npm script starts. */
const START = join(ROOT, 'harness/cli/start.cjs')

/** What all processes of one run inherit in their environment, and nobody else has. */
const TRACER = 'GATE_RUN_TRACER'

export interface GateRunOptions {
  readonly workingDirectory: string
  /** The command: `gate` when left out. */
  readonly program?: 'gate' | 'backend' | 'reproduce' | 'probe' | 'faults' | 'frontend' | 'deployment'
  readonly environment?: Readonly<Record<string, string>>
  /** Types `npm run …` instead of starting the program. */
  readonly throughNpm?: boolean
}

/** How a gate ended. */
export interface GateEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** For this folder's tests: one gate as a user runs it. Leaving the scope proves that nothing of it is left. */
export class CliRun implements AsyncDisposable {
  readonly #child: ChildProcess
  readonly #tracer = randomUUID()
  readonly #ended: Promise<void>
  #output = { stdout: '', stderr: '' }

  constructor(args: readonly string[], options: GateRunOptions) {
    const { workingDirectory, environment = {}, program = 'gate', throughNpm } = options
    const [command, ...first] = throughNpm
      ? ['npm', '--silent', '--prefix', ROOT, 'run', program, '--']
      : [process.execPath, START, program]
    this.#child = spawn(command ?? '', [...first, ...args], {
      cwd: workingDirectory,
      env: {
        ...cleanedEnvironment(),
        NO_COLOR: '1',
        npm_config_update_notifier: 'false',
        ...environment,
        [TRACER]: this.#tracer,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const name of ['stdout', 'stderr'] as const) {
      this.#child[name]?.setEncoding('utf8').on('data', (text: string) => {
        this.#output[name] += text
      })
    }
    this.#ended = new Promise(resolve => this.#child.once('close', () => resolve()))
  }

  get stdout(): string {
    return this.#output.stdout
  }

  /** Waits for the end of the program and of its output. */
  async end(): Promise<GateEnd> {
    let over = false
    void this.#ended.then(() => {
      over = true
    })
    await waitUntil('the gate to end', () => over, { limitMs: LIMIT_MS, lastSeen: () => this.#output })
    return { code: this.#child.exitCode, signal: this.#child.signalCode, ...this.#output }
  }

  /** Signals the program that was started: npm, if it runs through npm. */
  signal(name: NodeJS.Signals): void {
    this.#child.kill(name)
  }

  async untilPrinted(text: string): Promise<void> {
    await waitUntil(`the gate to print "${text}"`, () => this.stdout.includes(text), {
      limitMs: LIMIT_MS,
      lastSeen: () => this.#output,
    })
  }

  /** Waits until a process of this run has `text` in its command line. Linux only. */
  async untilRuns(text: string): Promise<void> {
    await waitUntil(
      `the gate to run ${text}`,
      () => this.#family().some(({ pid }) => commandLineOf(pid).includes(text)),
      { limitMs: LIMIT_MS, lastSeen: () => this.#output },
    )
  }

  /** Waits until no process of this run is left. Proves nothing where there is no /proc. */
  async untilNothingIsLeft(): Promise<void> {
    await waitUntil('every process of the gate to be gone', () => this.#family().length === 0, {
      lastSeen: () => this.#family().map(({ pid }) => commandLineOf(pid)),
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill('SIGKILL')
      await this.untilNothingIsLeft()
    } finally {
      for (const { pid } of this.#family()) process.kill(pid, 'SIGKILL')
    }
  }

  #family(): ProcessEntry[] {
    const tracer = `${TRACER}=${this.#tracer}\0`
    return processTable().filter(({ pid }) => readProcFile(`/proc/${pid}/environ`)?.includes(tracer) === true)
  }
}

/** Runs a gate to its end and makes sure that nothing of it is left. */
export async function runCli(args: readonly string[], options: GateRunOptions): Promise<GateEnd> {
  await using run = new CliRun(args, options)
  return await run.end()
}
