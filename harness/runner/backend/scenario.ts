import { type BackendClauseId, isAbout } from '../../contract/index.ts'
import { createBackendRecording } from '../../recording/create-recording.ts'
import { saveTimeline } from '../../recording/save-recording.ts'
import type { BackendScenarioContext } from '../../scenario/backend/context.ts'
import type { CompletedBackendScenario, Outcome, ScenarioObserver } from '../../scenario/outcome.ts'
import type { BackendSession } from '../../session/backend-session.ts'
import { subjectFor } from '../../session/backend-settings.ts'
import { Declarations, type Declare, type Declared } from '../declarations.ts'
import { workerBackendSession } from '../worker-session.ts'
import { type BackendNeeds, runBackendScenario } from './run-scenario.ts'

/** A scenario about a backend as it was declared. */
export interface DeclaredBackendScenario
  extends Declared<BackendClauseId, BackendScenarioContext>,
    BackendNeeds {}

const declarations = new Declarations<DeclaredBackendScenario>({
  settings: () => workerBackendSession().settings,
  sessions: () => [workerBackendSession()],
  isAbout: ({ clause }) => isAbout(clause, subjectFor(workerBackendSession().settings)),
  run: declared => {
    const session = workerBackendSession()
    const { timelines } = session.settings
    return runDeclaredBackendScenario(
      declared,
      session,
      timelines === undefined
        ? {}
        : {
            judged: moment =>
              saveTimeline(timelines, declared, moment, provenance =>
                createBackendRecording(declared, moment, provenance),
              ),
          },
    )
  },
})

/** The scenarios that are declared while `load` goes on, instead of making them tests. */
export function collectBackendScenarios(
  load: () => Promise<unknown>,
): Promise<readonly DeclaredBackendScenario[]> {
  return declarations.collect(load)
}

/** Declares a scenario about a backend: steps that show whether a clause holds. */
export const backendScenario: Declare<BackendClauseId, BackendScenarioContext, BackendNeeds> =
  declarations.declaring((named, needs) => ({ ...named, ...needs }))

/** @returns `undefined` when it went well */
export function runDeclaredBackendScenario(
  { body, clause, ...needs }: DeclaredBackendScenario,
  session: BackendSession,
  observer?: ScenarioObserver<CompletedBackendScenario>,
): Promise<Outcome | undefined> {
  return runBackendScenario(session, clause, body, needs, observer)
}
