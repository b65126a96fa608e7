export { blockedTree } from '../process/index.ts'
export { LaunchedGateway, launchGateway, type Overrides } from './launch.ts'
export { askHealth } from './readiness.ts'
export type { Circumstances } from './run-gateway.ts'
export { hasEnded } from './serving.ts'
export { type Gateway, startGateway } from './start.ts'
export {
  type ContainerTarget,
  isContainer,
  isStartable,
  type StartableTarget,
  type Target,
  type TargetIdentity,
} from './target.ts'
export { resolveTarget, TARGET_KINDS } from './targets/index.ts'
export { referenceTarget } from './targets/reference.ts'
