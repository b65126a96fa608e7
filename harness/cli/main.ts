import { constants } from 'node:os'
import { resolve, sep } from 'node:path'
import type { Vitest } from 'vitest/node'
import { type BackendTarget, resolveBackend } from '../backend/running/index.ts'
import { ConfigurationError, NotTestable } from '../failure.ts'
import { resolveTarget, type Target } from '../gateway/index.ts'
import { cleanedEnvironment, endWithNpm } from '../process/index.ts'
import {
  checkDraftPlace,
  checkReportDirectory,
  type DraftPlace,
  draftKnownFailures,
  type GateResult,
  heading,
  type KnownFailure,
  OutcomeReporter,
  outcome,
  readKnownFailures,
  reasonNotToDraft,
  writeDraft,
  writeReport,
} from '../report/index.ts'
import type { GateSettings } from '../scenario/settings.ts'
import { printable } from '../verdict/index.ts'
import { type GateOptions, parseCommandLine, statedCapabilities } from './command-line.ts'
import { harnessVersion, type Interruption, resultOf } from './gate-result.ts'
import { listClauses } from './list.ts'
import { Progress } from './progress.ts'
import { reproduction } from './reproduction.ts'
import { type Selection, select } from './selection.ts'
import { prepareVitest, ROOT } from './vitest-run.ts'

/** What the caller said, found to be possible. */
interface Settled {
  readonly options: GateOptions
  readonly target: Target
  /** The mock one when left out. */
  readonly backend: BackendTarget | undefined
  readonly selection: Selection
  readonly knownFailures: readonly KnownFailure[]
  /** Absolute. */
  readonly out: string | undefined
  readonly draft: DraftPlace | undefined
}

/** @throws ConfigurationError when something the caller asked for cannot be */
async function settle(options: GateOptions, workingDirectory: string): Promise<Settled> {
  const absolute = (path: string | undefined): string | undefined =>
    path === undefined ? undefined : resolve(workingDirectory, path)
  const { edition } = options
  const capabilities = statedCapabilities(options)
  const selection = select(options.only, edition, capabilities, ROOT, workingDirectory)
  const list = absolute(options.knownFailures)
  const knownFailures = list === undefined ? [] : await readKnownFailures(list, { edition, capabilities })
  const out = absolute(options.out)
  if (out !== undefined) checkReportDirectory(out)
  const place = absolute(options.writeKnownFailures)
  if (place !== undefined && out !== undefined && `${place}${sep}`.startsWith(`${out}${sep}`)) {
    throw new ConfigurationError(
      `--write-known-failures ${place} lies in --out ${out}, which is replaced as a whole; name a file elsewhere.`,
    )
  }
  const draft = place === undefined ? undefined : checkDraftPlace(place, list)
  const target = await resolveTarget({
    ...options,
    crossOrigin: options.cors,
    faults: options.fault,
    workingDirectory,
    environment: { ...cleanedEnvironment(), ...options.gatewayEnv },
  })
  const backend = await resolveBackend({
    ...options,
    workingDirectory,
    environment: cleanedEnvironment(),
  })
  return { options, target, backend, selection, knownFailures, out, draft }
}

/** Judges a gateway. */
class Gate {
  readonly #settled: Settled
  readonly #startedAt = new Date()
  readonly #began = performance.now()
  readonly #progress = new Progress(process.stderr)
  readonly #reporter = new OutcomeReporter(ROOT, one => this.#progress.advance(one))

  constructor(settled: Settled) {
    this.#settled = settled
  }

  async run(): Promise<number> {
    const { options, target, backend, selection } = this.#settled
    let vitest: Vitest | undefined
    const interrupt = (signal: Interruption): void => {
      this.#finish(signal)
      process.exit(128 + constants.signals[signal])
    }
    process.once('SIGINT', interrupt)
    process.once('SIGTERM', interrupt)
    console.log(heading(target.identity, options.edition, options.cors, backend?.identity))
    using _lineage = endWithNpm(() => process.exit(128 + constants.signals.SIGKILL))
    try {
      vitest = await prepareVitest(this.#settings(), this.#reporter)
      await vitest.start([...selection.files])
    } catch (error) {
      this.#reporter.mishap(error)
    } finally {
      await vitest?.close()
    }
    const { result, exitCode } = this.#finish()
    // From here on an interruption would tell everything a second time.
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
    return (await this.#draft(result)) ? exitCode : 2
  }

  #settings(): GateSettings {
    const { options, target, backend, selection } = this.#settled
    return {
      target,
      ...(backend === undefined ? {} : { backend }),
      ...(options.sendPort === undefined ? {} : { sendPort: options.sendPort }),
      backendReadyLimitMs: options.backendReadyWithin * 1_000,
      capabilities: statedCapabilities(options),
      ...(selection.clauses === undefined ? {} : { only: selection.clauses }),
      fast: options.fast,
      limitMs: options.waitLimit * 1_000,
      readyLimitMs: options.readyWithin * 1_000,
      callbackHost: options.callbackHost ?? '127.0.0.1',
      callbackPort: options.callbackPort ?? 0,
    }
  }

  /** Reports what is known by now. */
  #finish(interruptedBy?: Interruption): { result: GateResult; exitCode: number } {
    const { options, target, backend, out, draft } = this.#settled
    this.#progress.clear()
    const result = resultOf({
      ...this.#settled,
      target: target.identity,
      backend: backend?.identity,
      reported: this.#reporter,
      startedAt: this.#startedAt,
      durationMs: performance.now() - this.#began,
      interruptedBy,
    })
    for (const mishap of result.mishaps ?? []) console.log(`harness: ${mishap}\n`)
    console.log(outcome(result, clause => reproduction(options, clause)))
    const why = reasonNotToDraft(result)
    if (draft !== undefined && why !== undefined) {
      console.log(`no known failures were written to ${draft.path}: ${why}, so the list would not be whole`)
    }
    if (out === undefined) return { result, exitCode: result.exitCode }
    try {
      writeReport(out, result)
    } catch (error) {
      console.error(`gate: ${unwritten('report', out, '--out a directory', error)}`)
      return { result, exitCode: 2 }
    }
    console.log(`report   ${out}`)
    return { result, exitCode: result.exitCode }
  }

  /** @returns whether what was asked for has been done */
  async #draft(result: GateResult): Promise<boolean> {
    const { draft, knownFailures } = this.#settled
    if (draft === undefined || reasonNotToDraft(result) !== undefined) return true
    try {
      const { text, clauses } = await draftKnownFailures(result, knownFailures)
      writeDraft(draft, text)
      console.log(`known failures   ${draft.path} (${clauses === 1 ? '1 clause' : `${clauses} clauses`})`)
      return true
    } catch (error) {
      console.error(
        `gate: ${unwritten('list of known failures', draft.path, '--write-known-failures a file', error)}`,
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

/** What the command line asks for. @returns the exit code */
export async function main(): Promise<number> {
  // Under npm, paths are relative to where the user typed the command.
  const workingDirectory = process.env.INIT_CWD ?? process.cwd()
  try {
    const options = parseCommandLine(process.argv.slice(2), harnessVersion())
    if (options === 'shown') return 0
    if (options.list) {
      console.log(listClauses(statedCapabilities(options)))
      return 0
    }
    return await new Gate(await settle(options, workingDirectory)).run()
  } catch (error) {
    if (error instanceof ConfigurationError || error instanceof NotTestable) {
      console.error(`gate: ${error.message.split('\n').map(printable).join('\n')}`)
      return error instanceof ConfigurationError ? 2 : 3
    }
    throw error
  }
}
