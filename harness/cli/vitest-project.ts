import type { InlineConfig } from 'vitest/node'

/** How the scenarios run, under the gate and under vitest alone: one gateway for each worker, shared by its files. */
export const scenarioProject: Pick<InlineConfig, 'include' | 'pool' | 'isolate'> = {
  include: ['scenarios/**/*.test.ts'],
  pool: 'threads',
  isolate: false,
}

/** Clauses about time wait in a worker of their own, while another goes through everything else. */
export function isTimedFile(path: string): boolean {
  return path.endsWith('scenarios/gateway/time.test.ts')
}
