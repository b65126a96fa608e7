export { blockedTree } from '../process/index.ts'
export { LaunchedGateway, launchGateway, type Overrides } from './launch.ts'
export { askHealth, waitUntilReady } from './readiness.ts'
export { hasEnded, type Serving } from './serving.ts'
export { type Gateway, type GatewayOptions, startGateway } from './start.ts'
export {
  isStartable,
  type RunningTarget,
  type StartableTarget,
  type Target,
  type TargetIdentity,
} from './target.ts'
export { referenceTarget, resolveTarget, type TargetRequest } from './targets/index.ts'
