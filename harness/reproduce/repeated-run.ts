import { expect } from 'vitest'
import type { BackendTarget } from '../backend/index.ts'
import {
  BackendSession,
  type DeclaredBackendScenario,
  runDeclaredBackendScenario,
} from '../runner/backend/index.ts'
import {
  type CompletedScenario,
  type DeclaredScenario,
  type GatewayRunSettings,
  GatewaySession,
  type Outcome,
  runDeclaredScenario,
} from '../runner/index.ts'
import type { Completed, CompletedBackendScenario, ScenarioObserver } from '../scenario/outcome.ts'
import type { BackendSettings } from '../session/backend-settings.ts'
import type { Timeline } from '../timeline/index.ts'

/** A scenario that was played once, with everything that was seen. */
export interface ScenarioRun {
  /** `undefined` when nothing could begin. */
  readonly timeline: Timeline | undefined
  /** `undefined` when it went well. */
  readonly outcome: Outcome | undefined
}

/** One scenario, played as often as asked for in one session. */
export class RepeatedRun<Moment extends Completed> implements AsyncDisposable {
  readonly #session: AsyncDisposable
  readonly #run: (observer: ScenarioObserver<Moment>) => Promise<Outcome | undefined>

  private constructor(
    session: AsyncDisposable,
    run: (observer: ScenarioObserver<Moment>) => Promise<Outcome | undefined>,
  ) {
    this.#session = session
    this.#run = run
    // The matchers ask vitest where they are, and outside of its workers it does not know.
    expect.setState({ testPath: '' })
  }

  static ofGateway(scenario: DeclaredScenario, settings: GatewayRunSettings): RepeatedRun<CompletedScenario> {
    const backend = playingBackend(scenario, settings)
    const session = new GatewaySession(settings, backend === undefined ? {} : { backend })
    return new RepeatedRun(session, observer => runDeclaredScenario(scenario, session, observer))
  }

  static ofBackend(
    scenario: DeclaredBackendScenario,
    settings: BackendSettings,
  ): RepeatedRun<CompletedBackendScenario> {
    const session = new BackendSession(settings)
    return new RepeatedRun(session, observer => runDeclaredBackendScenario(scenario, session, observer))
  }

  async play(observer: ScenarioObserver<Moment> = {}): Promise<ScenarioRun> {
    let timeline: Timeline | undefined
    const outcome = await this.#run({
      ...observer,
      begins: start => {
        timeline = start.timeline
        observer.begins?.(start)
      },
    })
    return { timeline, outcome }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve(this.#session[Symbol.asyncDispose]())
  }
}

/** The named backend, where it can play in the scenario; `undefined` where the mock one does. */
export function playingBackend(
  { scripted }: DeclaredScenario,
  { backend }: GatewayRunSettings,
): BackendTarget | undefined {
  return scripted ? undefined : backend
}
