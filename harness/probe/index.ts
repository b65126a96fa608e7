export { clearMismatch } from './clear-mismatch.ts'
export type { Finding, State } from './finding.ts'
export { type EditionMatch, nearestEdition } from './nearest-edition.ts'
export { probeGateway } from './probe.ts'
