export { expect } from '../matchers/gateway/index.ts'
export { arbitraryTexts, forAll } from '../scenario/gateway/arbitrary-text.ts'
export {
  connectionClose,
  connectionOpen,
  oneOrMore,
  taskEvent,
  taskNotFound,
  taskStream,
  versionEvent,
  versionStream,
} from '../scenario/gateway/events.ts'
export type {
  CompletedScenario,
  Outcome,
} from '../scenario/outcome.ts'
export { type NamedScenario, nameOf } from '../scenario/scenario-name.ts'
export { GatewaySession } from '../session/gateway-session.ts'
export { networkNote } from '../session/network-note.ts'
export { defaultSettings, type GatewayRunSettings } from '../session/settings.ts'
export type { ScenarioContext, ScriptedScenarioContext } from './gateway/context.ts'
export { runScenarioAgainst } from './gateway/run-scenario.ts'
export {
  collectScenarios,
  type DeclaredScenario,
  runDeclaredScenario,
  scenario,
} from './gateway/scenario.ts'
