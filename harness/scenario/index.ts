export { anyTexts, forAny } from './any-text.ts'
export { type ExpectedEvent, expect } from './matchers/index.ts'
export { rehearse } from './play.ts'
export {
  collectScenarios,
  type DeclaredScenario,
  judgeScenario,
  type ScenarioMeta,
  type ScenarioOptions,
  scenario,
} from './scenario.ts'
export type { Scene } from './scene.ts'
export { Session } from './session.ts'
export { defaultSettings, type GateSettings } from './settings.ts'
export {
  connectionClose,
  connectionOpen,
  taskEvent,
  taskStream,
  versionEvent,
  versionStream,
} from './wording.ts'
