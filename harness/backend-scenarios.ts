/** What scenarios about backends import. */

export { taskStream, versionStream } from './contract/stream-paths.ts'
export {
  aClose,
  type BackendScenarioContext,
  backendScenario,
  expect,
  taskNotFound,
  version,
} from './runner/backend/index.ts'
