export { type Another, plainlyAnother } from './clear-mismatch.ts'
export { CAPABILITY_IDS, type CapabilityId, type Finding, type State } from './finding.ts'
export { nearestEdition, type Placement } from './nearest-edition.ts'
export { lookAt } from './probe.ts'
