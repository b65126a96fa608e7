export { blockedFamily } from '../process/index.ts'
export { type Gateway, type GatewayOptions, startGateway } from './gateway.ts'
export { LaunchedGateway, launchGateway, type Overrides } from './launch-gateway.ts'
export { askHealth, waitUntilReady } from './readiness.ts'
export { referenceTarget, resolveTarget, type TargetRequest } from './resolve-target.ts'
export { hasEnded, type Serving } from './serving.ts'
export {
  isStartable,
  type RunningTarget,
  type StartableTarget,
  type Target,
  type TargetIdentity,
} from './target.ts'
