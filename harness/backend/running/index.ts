export {
  type BackendIdentity,
  type BackendTarget,
  isStartableBackend,
  type RunningBackend,
  type StartableBackend,
} from './backend-target.ts'
export { type FlaskAvailability, flaskIfAvailable } from './flask/availability.ts'
export { type BackendRequest, resolveBackend } from './resolve-backend.ts'
export { type Backend, type BackendOptions, startBackend } from './start-backend.ts'
