import { mockBackendTarget } from '../backend/targets/mock/index.ts'
import type { BackendClauseId } from '../contract/index.ts'
import { backendScenarios } from '../faults/scenarios.ts'
import {
  BackendSession,
  type DeclaredBackendScenario,
  defaultBackendSettings,
  runDeclaredBackendScenario,
} from '../runner/backend/index.ts'
import type { Outcome } from '../scenario/outcome.ts'

/** A session with the mock application and short waits. */
export function mockSession(options: Parameters<typeof mockBackendTarget>[0]): BackendSession {
  return new BackendSession({ ...defaultBackendSettings(mockBackendTarget(options)), limitMs: 1_000 })
}

/** The scenarios of these clauses, in the order of declaration. */
export function scenariosOf(...clauses: readonly BackendClauseId[]): DeclaredBackendScenario[] {
  return backendScenarios.filter(({ clause }) => clauses.includes(clause))
}

/** Runs the scenarios one after another. An outcome is `undefined` where one passes. */
export async function runAll(
  session: BackendSession,
  declared: readonly DeclaredBackendScenario[],
): Promise<(Outcome | undefined)[]> {
  const outcomes = []
  for (const each of declared) outcomes.push(await runDeclaredBackendScenario(each, session))
  return outcomes
}
