import { constants } from 'node:os'
import type { Reporter, Vitest } from 'vitest/node'
import { printable } from '../../diagnosis/index.ts'
import { exitWithParent } from '../../process/index.ts'
import {
  draftKnownFailures,
  editionNotice,
  heading,
  inNumber,
  type LooksLike,
  OutcomeReporter,
  outcome,
  type RunResult,
  type RunSubject,
  reasonNotToDraft,
  type ScenarioOutcome,
  writeDraft,
  writeReport,
} from '../../report/index.ts'
import { ConfigurationError } from '../../util/errors.ts'
import { WRONG_USAGE } from '../../util/exit-codes.ts'
import { ROOT } from '../../util/root.ts'
import type { JudgingOptions } from '../options/judging.ts'
import { buildResult, type Interruption } from './build-result.ts'
import type { EditionCheck } from './edition-check.ts'
import type { OutputPaths } from './output-paths.ts'
import { Progress } from './progress.ts'
import type { Selection } from './selection.ts'

/** What is judged, by what, and how: everything that a run needs to know of gateways or backends. */
export interface ConformanceRunOptions extends OutputPaths {
  /** The name of the command, for messages. */
  readonly program: string
  readonly judged: RunSubject
  readonly options: JudgingOptions
  readonly selection: Selection
  /** Names of the variables that the caller set for the gateway. */
  readonly gatewayEnv: readonly string[]
  /** The same of the backend. */
  readonly backendEnv: readonly string[]
  readonly execution: ScenarioExecution | CheckExecution
  /** Finds out whether the gateway is plainly of another edition than the one it is judged by. */
  readonly edition?: EditionCheck
  readonly allEvidence?: boolean
  /** The command that plays a scenario of a clause again. */
  readonly reproduction: (clause: string, scenario: string) => string
}

/** Scenarios run in vitest. */
interface ScenarioExecution {
  /** Vitest, set up to play the scenarios; in the usual order for 0, else in one of its own. Nothing has run yet. */
  readonly prepare: (reporter: Reporter, order: number) => Promise<Vitest>
}

/** What is judged without scenario files. */
interface CheckExecution {
  /** @param report takes each outcome as soon as it is known */
  readonly judge: (report: (outcome: ScenarioOutcome) => void) => Promise<void>
}

/** SIGHUP comes from a terminal that is closed. */
const INTERRUPTIONS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** One run: judges a gateway or a backend, and reports. */
export class ConformanceRun {
  readonly #cause: ConformanceRunOptions
  readonly #startedAt = new Date()
  readonly #began = performance.now()
  readonly #progress = new Progress(process.stderr, line => console.log(line))
  readonly #reporters: Pick<OutcomeReporter, 'outcomes' | 'mishaps'>[] = []
  readonly #mishaps: string[] = []
  #looksLike: LooksLike | undefined

  constructor(cause: ConformanceRunOptions) {
    this.#cause = cause
  }

  /** @returns the exit code */
  async run(): Promise<number> {
    const { judged, options } = this.#cause
    const interrupt = (signal: Interruption): void => {
      this.#finish(signal)
      process.exit(128 + constants.signals[signal])
    }
    for (const signal of INTERRUPTIONS) process.once(signal, interrupt)
    this.#cause.timelines?.begin()
    console.log(heading(judged))
    using _lineage = exitWithParent(() => interrupt('SIGKILL'))
    const looked = this.#lookAtEdition()
    if (this.#cause.edition?.goesFirst === true) await looked
    for (let order = 0; order < options.repeat; order += 1) await this.#play(order)
    await looked
    const { result, exitCode } = this.#finish()
    // From here on an interruption would tell everything a second time.
    for (const signal of INTERRUPTIONS) process.off(signal, interrupt)
    return (await this.#draft(result)) ? exitCode : WRONG_USAGE
  }

  /** Says so at once, ahead of every verdict. */
  async #lookAtEdition(): Promise<void> {
    const { edition, judged } = this.#cause
    if (edition === undefined || judged.subject !== undefined) return
    try {
      this.#looksLike = await edition.look()
    } catch (error) {
      this.#mishaps.push(`the look at the edition of the gateway failed: ${printable(String(error))}`)
    }
    if (this.#looksLike === undefined) return
    this.#progress.clear()
    console.log(editionNotice(this.#looksLike, judged.edition))
  }

  async #play(order: number): Promise<void> {
    const { execution } = this.#cause
    if ('prepare' in execution) return this.#playScenarios(execution, order)
    const outcomes: ScenarioOutcome[] = []
    const mishaps: string[] = []
    this.#reporters.push({ outcomes, mishaps })
    try {
      await execution.judge(one => {
        outcomes.push(one)
        this.#progress.advance(one)
      })
    } catch (error) {
      mishaps.push(printable(error instanceof Error ? (error.stack ?? error.message) : String(error)))
    }
  }

  async #playScenarios({ prepare }: ScenarioExecution, order: number): Promise<void> {
    const { selection } = this.#cause
    const reporter = new OutcomeReporter(ROOT, {
      outcome: one => this.#progress.advance(one),
      fileEnded: file => this.#progress.fileEnded(file),
    })
    this.#reporters.push(reporter)
    let vitest: Vitest | undefined
    try {
      vitest = await prepare(reporter, order)
      this.#progress.announce((await vitest.globTestSpecifications([...selection.files])).length)
      await vitest.start([...selection.files])
    } catch (error) {
      reporter.mishap(error)
    } finally {
      await vitest?.close()
    }
  }

  /** Reports what is known by now. */
  #finish(interruptedBy?: Interruption): { result: RunResult; exitCode: number } {
    const { allEvidence = false, draft, judged, out } = this.#cause
    this.#progress.clear()
    const result = buildResult({
      ...this.#cause,
      judged:
        judged.subject !== undefined || this.#looksLike === undefined
          ? judged
          : { ...judged, looksLike: this.#looksLike },
      reported: this.#reporters,
      furtherMishaps: this.#mishaps,
      startedAt: this.#startedAt,
      durationMs: performance.now() - this.#began,
      interruptedBy,
    })
    for (const mishap of result.mishaps ?? []) console.log(`harness: ${mishap}\n`)
    console.log(outcome(result, { allEvidence, out }))
    const why = reasonNotToDraft(result)
    if (draft !== undefined && why !== undefined) {
      console.log(`no known failures were written to ${draft.path}: ${why}, so the list would not be whole`)
    }
    const isWritten = [this.#keepTimelines(), out === undefined || this.#report(out, result)]
    return { result, exitCode: isWritten.includes(false) ? WRONG_USAGE : result.exitCode }
  }

  /** @returns whether what was asked for has been done */
  #keepTimelines(): boolean {
    const { program, timelines } = this.#cause
    if (timelines === undefined) return true
    try {
      const kept = timelines.finish()
      console.log(`timelines   ${timelines.path} (${inNumber(kept, 'file')})`)
      return true
    } catch (error) {
      timelines.discard()
      console.error(
        `${program}: ${unwritten('timelines', timelines.path, '--save-timelines a directory', error)}`,
      )
      return false
    }
  }

  /** @returns whether what was asked for has been done */
  #report(out: string, result: RunResult): boolean {
    try {
      writeReport(out, result)
      console.log(`report   ${out}`)
      return true
    } catch (error) {
      console.error(`${this.#cause.program}: ${unwritten('report', out, '--out a directory', error)}`)
      return false
    }
  }

  /** @returns whether what was asked for has been done */
  async #draft(result: RunResult): Promise<boolean> {
    const { draft, knownFailures, program } = this.#cause
    if (draft === undefined || reasonNotToDraft(result) !== undefined) return true
    try {
      const { text, clauses } = await draftKnownFailures(result, knownFailures)
      writeDraft(draft, text)
      console.log(`known failures   ${draft.path} (${inNumber(clauses, 'clause')})`)
      return true
    } catch (error) {
      console.error(
        `${program}: ${unwritten('list of known failures', draft.path, '--write-known-failures a file', error)}`,
      )
      return false
    }
  }
}

function unwritten(what: string, path: string, flag: string, error: unknown): string {
  if (error instanceof ConfigurationError) return error.message
  const why = (error as NodeJS.ErrnoException).code ?? String(error)
  return `The ${what} cannot be written to ${path} (${why}); give ${flag} that can be created or replaced.`
}
