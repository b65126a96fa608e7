export { CLAUSES, type ClauseId } from './contract/index.ts'
export {
  anyTexts,
  connectionClose,
  connectionOpen,
  expect,
  forAny,
  type Scene,
  scenario,
  taskEvent,
  taskStream,
  versionEvent,
  versionStream,
} from './scenario/index.ts'
