import type { InlineConfig } from 'vitest/node'

/** How the scenarios run, under the gate and under vitest alone: one gateway for each worker, shared by its files. */
export const scenarioProject: Pick<InlineConfig, 'include' | 'pool' | 'isolate'> = {
  include: ['scenarios/**/*.test.ts'],
  pool: 'threads',
  isolate: false,
}
