export { anyTexts, forAny } from './any-text.ts'
export { type ExpectedEvent, expect } from './matchers/index.ts'
export { networkNote } from './network-note.ts'
export { PairSession } from './pair-session.ts'
export { type LastMoment, type Onlooker, type Outcome, rehearse, type Stage } from './play.ts'
export {
  collectScenarios,
  type DeclaredScenario,
  judgeScenario,
  type NamedScenario,
  nameOf,
  type ScenarioMeta,
  type ScenarioOptions,
  scenario,
} from './scenario.ts'
export type { Scene, ScriptedScene } from './scene.ts'
export { Session } from './session.ts'
export { defaultSettings, type GateSettings } from './settings.ts'
export {
  connectionClose,
  connectionOpen,
  some,
  taskEvent,
  taskNotFound,
  taskStream,
  versionEvent,
  versionStream,
} from './wording.ts'
