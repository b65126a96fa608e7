export { type Backend, type BackendOptions, startBackend } from './start.ts'
export {
  type BackendIdentity,
  type BackendTarget,
  isContainerBackend,
  isStartableBackend,
  type StartableBackend,
} from './target.ts'
export { flaskFaults } from './targets/flask/index.ts'
export { BACKEND_KINDS, resolveBackend } from './targets/index.ts'
export { type BackendChoice, BUNDLED_BACKENDS, type NamedBackend } from './targets/target-kind.ts'
