export {
  type BackendIdentity,
  type BackendTarget,
  isStartableBackend,
  type RunningBackend,
  type StartableBackend,
} from './backend-target.ts'
export { flaskFaults } from './flask/index.ts'
export {
  type BackendChoice,
  BUNDLED_BACKENDS,
  type BundledBackend,
  MOCK_BACKEND,
  resolveBackend,
} from './resolve-backend.ts'
export { type Backend, type BackendOptions, startBackend } from './start-backend.ts'
