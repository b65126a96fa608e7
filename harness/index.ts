export { CLAUSES, type ClauseId } from './contract/index.ts'
export {
  connectionClose,
  connectionOpen,
  expect,
  type Scene,
  scenario,
  taskEvent,
  taskStream,
  versionEvent,
  versionStream,
} from './scenario/index.ts'
