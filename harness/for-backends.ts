/** What scenarios about backends import. */
export {
  aClose,
  type BackendScene,
  backendScenario,
  expect,
  taskNotFound,
  version,
} from './scenario/backend/index.ts'
export { taskStream, versionStream } from './scenario/stream-targets.ts'
