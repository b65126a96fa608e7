export { expect } from '../../matchers/backend/index.ts'
export type { BackendScenarioContext } from '../../scenario/backend/context.ts'
export { aClose, taskNotFound, version } from '../../scenario/backend/expected-send.ts'
export { BackendSession } from '../../session/backend-session.ts'
export { defaultBackendSettings } from '../../session/backend-settings.ts'
export {
  backendScenario,
  collectBackendScenarios,
  type DeclaredBackendScenario,
  runDeclaredBackendScenario,
} from './scenario.ts'
