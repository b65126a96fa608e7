import { areaOf, CLAUSES, type ClauseId, isAbout } from '../contract/index.ts'
import { type BackendSession, runDeclaredBackendScenario } from '../runner/backend/index.ts'
import { type GatewaySession, type Outcome, runDeclaredScenario } from '../runner/index.ts'
import { subjectFor } from '../session/backend-settings.ts'
import { backendScenarios, gatewayScenarios } from './scenarios.ts'

/** One scenario that can be judged on a stage. */
export interface CaseRun {
  readonly clause: ClauseId
  /** It takes its time, or a process of its own. */
  readonly isCostly: boolean
  /** It shares nothing with others, and can be judged beside them. */
  readonly isAlone: boolean
  /** @returns `undefined` when it went well */
  readonly judge: () => Promise<Outcome | undefined>
}

/** Where something is wrong and scenarios are judged. */
export interface TestBed extends AsyncDisposable {
  readonly trials: readonly CaseRun[]
  /** Whether nothing more is tried here, though something could be judged at first. */
  readonly hasGivenUp: boolean
}

/** A stage for the clauses about gateways; beside a backend that is a program, for those that it can play in. */
export function gatewayStage(session: GatewaySession): TestBed {
  const trials = gatewayScenarios
    .filter(({ clause, scripted }) => {
      const isPlayable = !scripted || session.isScripted
      return isPlayable && isAbout(clause, session.settings.capabilities)
    })
    .map(declared => {
      const { clause, ownGateway } = declared
      const isAlone = ownGateway === true || CLAUSES[clause].timed === true
      const isCostly = isAlone || ['lifecycle', 'load'].includes(areaOf(clause))
      return { clause, isAlone, isCostly, judge: () => runDeclaredScenario(declared, session) }
    })
  return staged(session, trials)
}

/** A stage for the clauses about backends. */
export function backendStage(session: BackendSession): TestBed {
  const subject = subjectFor(session.settings)
  const wanted = backendScenarios.filter(({ clause }) => isAbout(clause, subject))
  const trials = wanted.map(declared => {
    const { clause, own, production } = declared
    const isCostly = CLAUSES[clause].timed ?? own ?? production ?? false
    return { clause, isAlone: false, isCostly, judge: () => runDeclaredBackendScenario(declared, session) }
  })
  return staged(session, trials)
}

function staged(
  session: AsyncDisposable & { readonly hasGivenUp: boolean },
  trials: readonly CaseRun[],
): TestBed {
  return {
    trials,
    get hasGivenUp() {
      return session.hasGivenUp
    },
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  }
}
