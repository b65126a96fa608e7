export {
  type BackendIdentity,
  type BackendTarget,
  isStartableBackend,
  type RunningBackend,
  type StartableBackend,
} from './backend-target.ts'
export { type Backend, type BackendOptions, startBackend } from './start-backend.ts'
