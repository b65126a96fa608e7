export { CLAUSES, type ClauseId } from './contract/index.ts'
export {
  arbitraryTexts,
  connectionClose,
  connectionOpen,
  expect,
  forAll,
  oneOrMore,
  type ScenarioContext,
  type ScriptedScenarioContext,
  scenario,
  taskEvent,
  taskNotFound,
  taskStream,
  versionEvent,
  versionStream,
} from './runner/index.ts'
