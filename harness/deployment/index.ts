export { CHECKS, type Check } from './checklist.ts'
export { mustBeReachable } from './reachable.ts'
export type { DeploymentSettings, Place } from './settings.ts'
export { Visit } from './visit.ts'
