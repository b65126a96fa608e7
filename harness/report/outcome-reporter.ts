import { relative, sep } from 'node:path'
import type { SerializedError } from 'vitest'
import type { Reporter, TestCase, TestModule } from 'vitest/node'
import { printable, type Verdict, verdictOf } from '../diagnosis/index.ts'
import type { ScenarioMeta } from '../runner/declarations.ts'
import type { ScenarioOutcome } from './scenario-outcome.ts'

/** Hears of what happens when it happens. */
export interface OutcomeListener {
  readonly outcome?: (outcome: ScenarioOutcome) => void
  /** @param file relative to the project, as in outcomes */
  readonly fileEnded?: (file: string) => void
}

/** Listens to vitest and keeps the outcome of every scenario. Tests that are no scenarios do not concern it. */
export class OutcomeReporter implements Reporter {
  readonly #outcomes: { readonly place: number; readonly outcome: ScenarioOutcome }[] = []
  /** The place of a test among those of its file. */
  readonly #places = new Map<string, number>()
  /** Errors outside any scenario: a file that does not load, a worker that broke. */
  readonly mishaps: string[] = []
  readonly #root: string
  readonly #listener: OutcomeListener

  constructor(root: string, listener: OutcomeListener = {}) {
    this.#root = root
    this.#listener = listener
  }

  /** In the order in which the scenarios are declared, whichever ended first. */
  get outcomes(): readonly ScenarioOutcome[] {
    const sorted = this.#outcomes.toSorted(
      (a, b) => compare(a.outcome.file, b.outcome.file) || compare(a.place, b.place),
    )
    return sorted.map(({ outcome }) => outcome)
  }

  onTestModuleCollected(module: TestModule): void {
    let place = 0
    for (const { id } of module.children.allTests()) this.#places.set(id, place++)
  }

  onTestCaseResult(testCase: TestCase): void {
    const scenario = testCase.meta().scenario
    if (scenario === undefined) return
    const outcome: ScenarioOutcome = {
      clause: scenario.clause,
      name: testCase.name,
      file: this.#fileOf(testCase.module),
      durationMs: testCase.diagnostic()?.duration ?? 0,
      ...(scenario.playedBy === undefined ? {} : { playedBy: scenario.playedBy }),
      ...stateOf(testCase, scenario),
    }
    this.#outcomes.push({ place: this.#places.get(testCase.id) ?? 0, outcome })
    this.#listener.outcome?.(outcome)
  }

  /** Keeps an error that ended the run. */
  mishap(error: unknown): void {
    this.mishaps.push(printable(error instanceof Error ? error.message : String(error)))
  }

  onTestModuleEnd(module: TestModule): void {
    for (const error of module.errors()) this.mishaps.push(printable(error.message))
    this.#listener.fileEnded?.(this.#fileOf(module))
  }

  #fileOf({ moduleId }: Pick<TestModule, 'moduleId'>): string {
    return relative(this.#root, moduleId).split(sep).join('/')
  }

  onTestRunEnd(_modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    for (const error of errors) this.mishaps.push(printable(error.message))
  }
}

function compare<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function stateOf(
  testCase: TestCase,
  scenario: ScenarioMeta,
): Pick<ScenarioOutcome, 'state' | 'verdict' | 'reason' | 'evidence'> {
  const { state, errors } = testCase.result()
  if (state === 'passed') {
    return { state: 'passed', ...(scenario.evidence === undefined ? {} : { evidence: scenario.evidence }) }
  }
  if (state === 'skipped') return { state: 'left-out' }
  if (state === 'pending') return { state: 'not-testable', reason: 'it was announced and never played' }
  if (scenario.notTestable !== undefined) return { state: 'not-testable', reason: scenario.notTestable }
  return { state: 'failed', verdict: scenario.verdict ?? withoutVerdict(errors?.[0]?.message) }
}

/** The scenario ended before it could be diagnosed, e.g. by vitest's own time limit. */
function withoutVerdict(message: string | undefined): Verdict {
  const summary = message ?? 'vitest gave no reason.'
  return verdictOf({ party: 'harness', what: 'scenario-failed', summary, streams: [] }, [])
}
