export { anyTexts, forAny } from './any-text.ts'
export { type ExpectedEvent, expect } from './matchers/index.ts'
export { rehearse } from './play.ts'
export { type ScenarioMeta, type ScenarioOptions, scenario } from './scenario.ts'
export type { Scene } from './scene.ts'
export { defaultSettings, type GateSettings } from './settings.ts'
export {
  connectionClose,
  connectionOpen,
  taskEvent,
  taskStream,
  versionEvent,
  versionStream,
} from './wording.ts'
