export {
  backendScenario,
  collectBackendScenarios,
  type DeclaredBackendScenario,
  judgeBackendScenario,
} from './backend-scenario.ts'
export type { BackendScene } from './backend-scene.ts'
export { BackendSession } from './backend-session.ts'
export { aClose, taskNotFound, version } from './expected-send.ts'
export { expect } from './matchers/index.ts'
export { type BackendSettings, defaultBackendSettings } from './settings.ts'
