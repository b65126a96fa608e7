import type { BackendFaultName } from '../../../fixtures/faults/backend/index.ts'

const injected = new Set<BackendFaultName>()

/** Makes the application in this process wrong in these ways, from now on. */
export function injectBackendFaults(names: Iterable<BackendFaultName>): void {
  for (const name of names) injected.add(name)
}

/** Whether the application is to be wrong in this way. */
export function faulty(name: BackendFaultName): boolean {
  return injected.has(name)
}
