import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { resolve } from 'node:path'
import type { Vitest } from 'vitest/node'
import { ConfigurationError, NotTestable } from '../failure.ts'
import { resolveTarget, type Target, type TargetIdentity } from '../gateway/index.ts'
import { cleanedEnvironment, endWithNpm } from '../process/index.ts'
import {
  checkReportDirectory,
  count,
  exitCodeFor,
  type GateResult,
  heading,
  judge,
  type KnownFailure,
  OutcomeReporter,
  outcome,
  readKnownFailures,
  writeReport,
} from '../report/index.ts'
import type { GateSettings } from '../scenario/settings.ts'
import { redact } from '../verdict/index.ts'
import { type GateOptions, parseCommandLine, statedCapabilities } from './command-line.ts'
import { listClauses } from './list.ts'
import { Progress } from './progress.ts'
import { reproduction } from './reproduction.ts'
import { type Selection, select } from './selection.ts'
import { prepareVitest, ROOT } from './vitest-run.ts'

type Interruption = 'SIGINT' | 'SIGTERM'

/** Judges a gateway. Everything it needs to know is settled before anything is started. */
class Gate {
  readonly #options: GateOptions
  readonly #startedAt = new Date()
  readonly #began = performance.now()
  readonly #reporter: OutcomeReporter
  readonly #progress = new Progress(process.stderr)
  readonly #target: Target
  readonly #selection: Selection
  readonly #knownFailures: readonly KnownFailure[]
  readonly #out: string | undefined

  private constructor(
    options: GateOptions,
    workingDirectory: string,
    target: Target,
    selection: Selection,
    knownFailures: readonly KnownFailure[],
  ) {
    this.#options = options
    this.#target = target
    this.#selection = selection
    this.#knownFailures = knownFailures
    this.#out = options.out === undefined ? undefined : resolve(workingDirectory, options.out)
    this.#reporter = new OutcomeReporter(ROOT, one => this.#progress.advance(one))
  }

  /** @throws ConfigurationError when something the caller asked for cannot be */
  static async prepare(options: GateOptions, workingDirectory: string): Promise<Gate> {
    const selection = select(
      options.only,
      options.edition,
      statedCapabilities(options),
      ROOT,
      workingDirectory,
    )
    const knownFailures =
      options.knownFailures === undefined
        ? []
        : readKnownFailures(resolve(workingDirectory, options.knownFailures))
    if (options.out !== undefined) checkReportDirectory(resolve(workingDirectory, options.out))
    const target = await resolveTarget({
      ...options,
      crossOrigin: options.cors,
      faults: options.fault,
      workingDirectory,
      environment: { ...cleanedEnvironment(), ...options.gatewayEnv },
    })
    return new Gate(options, workingDirectory, target, selection, knownFailures)
  }

  async run(): Promise<number> {
    let vitest: Vitest | undefined
    const interrupt = (signal: Interruption): void => {
      this.#finish(signal)
      process.exit(128 + constants.signals[signal])
    }
    process.once('SIGINT', interrupt)
    process.once('SIGTERM', interrupt)
    console.log(heading(this.#target.identity, this.#options.edition, this.#options.cors))
    using _lineage = endWithNpm(() => process.exit(128 + constants.signals.SIGKILL))
    try {
      vitest = await prepareVitest(this.#settings(), this.#reporter)
      await vitest.start([...this.#selection.files])
    } catch (error) {
      this.#reporter.mishap(error)
    } finally {
      await vitest?.close()
    }
    return this.#finish()
  }

  #settings(): GateSettings {
    const { fast, waitLimit, readyWithin, callbackHost, callbackPort } = this.#options
    return {
      target: this.#target,
      capabilities: statedCapabilities(this.#options),
      ...(this.#selection.clauses === undefined ? {} : { only: this.#selection.clauses }),
      fast,
      limitMs: waitLimit * 1_000,
      readyLimitMs: readyWithin * 1_000,
      callbackHost: callbackHost ?? '127.0.0.1',
      callbackPort: callbackPort ?? 0,
    }
  }

  /** Reports what is known by now. @returns the exit code */
  #finish(interruptedBy?: Interruption): number {
    this.#progress.clear()
    const result = this.#result(interruptedBy)
    for (const mishap of result.mishaps ?? []) console.log(`harness: ${mishap}\n`)
    console.log(outcome(result, clause => reproduction(this.#options, clause)))
    if (this.#out !== undefined) {
      try {
        writeReport(this.#out, result)
      } catch (error) {
        console.error(`gate: ${unwritten(this.#out, error)}`)
        return 2
      }
      console.log(`report   ${this.#out}`)
    }
    return result.exitCode
  }

  #result(interruptedBy: Interruption | undefined): GateResult {
    const clauses = judge({
      capabilities: statedCapabilities(this.#options),
      ...(this.#selection.clauses === undefined ? {} : { only: this.#selection.clauses }),
      fileSelected: this.#selection.files.length > 0,
      fast: this.#options.fast,
      outcomes: this.#reporter.outcomes,
      knownFailures: this.#knownFailures,
      unreached:
        interruptedBy === undefined ? 'no scenario of it was reached' : `not reached before ${interruptedBy}`,
    })
    const counts = count(clauses)
    const mishaps = [...new Set(this.#reporter.mishaps)]
    const exitCode =
      interruptedBy === undefined
        ? exitCodeFor(counts, mishaps.length)
        : 128 + constants.signals[interruptedBy]
    return {
      schemaVersion: 1,
      edition: this.#options.edition,
      ...(this.#options.cors ? { cors: true } : {}),
      target: redacted(this.#target.identity),
      environment: {
        node: process.version,
        platform: `${process.platform} ${process.arch}`,
        harness: harnessVersion(),
        startedAt: this.#startedAt.toISOString(),
        durationMs: Math.round(performance.now() - this.#began),
        ...(Object.keys(this.#options.gatewayEnv).length === 0
          ? {}
          : { gatewayEnv: Object.keys(this.#options.gatewayEnv) }),
        ...(interruptedBy === undefined ? {} : { interruptedBy }),
      },
      conforms: exitCode === 0,
      exitCode,
      counts,
      ...(mishaps.length === 0 ? {} : { mishaps }),
      // A reason may quote the gateway's last words.
      clauses: clauses.map(clause =>
        clause.reason === undefined ? clause : { ...clause, reason: redact(clause.reason) },
      ),
    }
  }
}

/** A command or a URL may hold a secret. */
function redacted(identity: TargetIdentity): TargetIdentity {
  return { ...identity, name: redact(identity.name) }
}

function unwritten(directory: string, error: unknown): string {
  if (error instanceof ConfigurationError) return error.message
  const why = (error as NodeJS.ErrnoException).code ?? String(error)
  return `The report cannot be written to ${directory} (${why}); give --out a directory that can be created or replaced.`
}

function harnessVersion(): string {
  return JSON.parse(readFileSync(resolve(ROOT, 'package.json'), 'utf8')).version
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
    const gate = await Gate.prepare(options, workingDirectory)
    return await gate.run()
  } catch (error) {
    if (error instanceof ConfigurationError || error instanceof NotTestable) {
      console.error(`gate: ${error.message}`)
      return error instanceof ConfigurationError ? 2 : 3
    }
    throw error
  }
}
