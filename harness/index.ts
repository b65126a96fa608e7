export {
  BackendApplication,
  type BackendApplicationOptions,
  type BackendHandlersOptions,
  backendHandlers,
  type GatewayPort,
  type SendOutcome,
} from './backend/application/index.ts'
export { CLAUSES, type ClauseId, type SendCommand } from './contract/index.ts'
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
