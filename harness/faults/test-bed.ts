import { areaOf, CLAUSES, type ClauseId, isAbout } from '../contract/index.ts'
import { type BackendSession, runDeclaredBackendScenario } from '../runner/backend/index.ts'
import { type GatewaySession, type Outcome, runDeclaredScenario } from '../runner/index.ts'
import { subjectFor } from '../session/backend-settings.ts'
import { backendScenarios, gatewayScenarios } from './scenarios.ts'

/** One scenario that can run in a test bed. */
export interface CaseRun {
  readonly clause: ClauseId
  /** It takes its time, or a process of its own. */
  readonly isCostly: boolean
  /** It shares nothing with others, and can run at the same time. */
  readonly isAlone: boolean
  /** @returns `undefined` when it passes */
  readonly judge: () => Promise<Outcome | undefined>
}

/** A session with a fault, and the scenarios that run in it. */
export interface TestBed {
  readonly session: AsyncDisposable & { readonly hasGivenUp: boolean }
  readonly runs: readonly CaseRun[]
}

/** A test bed for the clauses about gateways; with a backend that is a program, for those that need no script. */
export function gatewayTestBed(session: GatewaySession): TestBed {
  const runs = gatewayScenarios
    .filter(({ scripted }) => !scripted || session.isScripted)
    .filter(({ clause }) => isAbout(clause, session.settings.capabilities))
    .map(declared => {
      const { clause, ownGateway } = declared
      const isAlone = ownGateway === true || CLAUSES[clause].timed === true
      const isCostly = isAlone || ['lifecycle', 'load'].includes(areaOf(clause))
      return { clause, isAlone, isCostly, judge: () => runDeclaredScenario(declared, session) }
    })
  return { session, runs }
}

/** A test bed for the clauses about backends. */
export function backendTestBed(session: BackendSession): TestBed {
  const subject = subjectFor(session.settings)
  const applicable = backendScenarios.filter(({ clause }) => isAbout(clause, subject))
  const runs = applicable.map(declared => {
    const { clause, own, production } = declared
    const isCostly = CLAUSES[clause].timed ?? own ?? production ?? false
    return { clause, isAlone: false, isCostly, judge: () => runDeclaredBackendScenario(declared, session) }
  })
  return { session, runs }
}
