export { CAPABILITY_IDS, type CapabilityId, type Finding, type State } from './findings.ts'
export { lookAt } from './look.ts'
export { nearestEdition, type Placement } from './nearest-edition.ts'
export { type Another, plainlyAnother } from './plainly-another.ts'
