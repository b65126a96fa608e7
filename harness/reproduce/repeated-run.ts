import { expect } from 'vitest'
import type { BackendTarget } from '../backend/index.ts'
import {
  type CompletedScenario,
  type DeclaredScenario,
  type GatewayRunSettings,
  GatewaySession,
  type Outcome,
  runDeclaredScenario,
  type ScenarioEnvironment,
} from '../runner/index.ts'
import type { Timeline } from '../timeline/index.ts'

/** A scenario that was played once, with everything that was seen. */
export interface ScenarioRun {
  readonly scenario: DeclaredScenario
  readonly settings: GatewayRunSettings
  /** `undefined` when nothing could begin. */
  readonly timeline: Timeline | undefined
  /** `undefined` when it went well. */
  readonly outcome: Outcome | undefined
}

export interface Watcher {
  readonly begins?: (stage: Pick<ScenarioEnvironment, 'timeline'>) => void
  /** Nothing is closed or stopped before this is done. */
  readonly judged?: (moment: CompletedScenario) => Promise<void>
}

/** Plays one scenario, as often as it is told to, on one gateway. */
export class RepeatedRun implements AsyncDisposable {
  readonly scenario: DeclaredScenario
  readonly settings: GatewayRunSettings
  readonly #session: GatewaySession

  constructor(scenario: DeclaredScenario, settings: GatewayRunSettings) {
    this.scenario = scenario
    this.settings = settings
    // The matchers ask vitest where they are, and outside of its workers it does not know.
    expect.setState({ testPath: '' })
    const backend = playingBackend(scenario, settings)
    this.#session = new GatewaySession(settings, backend === undefined ? {} : { backend })
  }

  async play({ begins, judged }: Watcher = {}): Promise<ScenarioRun> {
    const { scenario, settings } = this
    let timeline: Timeline | undefined
    const outcome = await runDeclaredScenario(scenario, this.#session, {
      begins: stage => {
        timeline = stage.timeline
        begins?.(stage)
      },
      ...(judged === undefined ? {} : { judged }),
    })
    return { scenario, settings, timeline, outcome }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#session[Symbol.asyncDispose]()
  }
}

/** The named backend, where it can play in the scenario; `undefined` where the mock one does. */
export function playingBackend(
  { scripted }: DeclaredScenario,
  { backend }: GatewayRunSettings,
): BackendTarget | undefined {
  return scripted ? undefined : backend
}
