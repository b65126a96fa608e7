export { type Another, clearMismatch } from './clear-mismatch.ts'
export { CAPABILITY_IDS, type CapabilityId, type Finding, type State } from './finding.ts'
export { type EditionMatch, nearestEdition } from './nearest-edition.ts'
export { probeGateway } from './probe.ts'
