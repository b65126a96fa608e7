export { CLAUSES, type ClauseId } from './contract/index.ts'
export {
  anyTexts,
  connectionClose,
  connectionOpen,
  expect,
  forAny,
  type Scene,
  type ScriptedScene,
  scenario,
  some,
  taskEvent,
  taskNotFound,
  taskStream,
  versionEvent,
  versionStream,
} from './runner/index.ts'
