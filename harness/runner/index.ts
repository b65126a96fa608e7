export { type ExpectedEvent, expect } from '../matchers/gateway/index.ts'
export { anyTexts, forAny } from '../scenario/gateway/arbitrary-text.ts'
export {
  connectionClose,
  connectionOpen,
  some,
  taskEvent,
  taskNotFound,
  taskStream,
  versionEvent,
  versionStream,
} from '../scenario/gateway/events.ts'
export type { LastMoment, Onlooker, Outcome, Stage } from '../scenario/outcome.ts'
export { type NamedScenario, nameOf } from '../scenario/scenario-name.ts'
export { Session } from '../session/gateway-session.ts'
export { networkNote } from '../session/network-note.ts'
export { PairSession } from '../session/pair-session.ts'
export { defaultSettings, type GateSettings } from '../session/settings.ts'
export type { Scene, ScriptedScene } from './gateway/context.ts'
export { rehearse } from './gateway/run-scenario.ts'
export {
  collectScenarios,
  type DeclaredScenario,
  judgeScenario,
  type ScenarioMeta,
  type ScenarioOptions,
  scenario,
} from './gateway/scenario.ts'
