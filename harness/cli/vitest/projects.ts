import type { InlineConfig } from 'vitest/node'

type Project = Pick<
  InlineConfig,
  'include' | 'exclude' | 'pool' | 'isolate' | 'maxConcurrency' | 'maxWorkers' | 'testTimeout' | 'hookTimeout'
>

/** How the scenarios run, under the gate and under vitest alone: one gateway for each worker, shared by its files. */
export const scenarioProject: Project = {
  include: ['scenarios/**/*.test.ts'],
  exclude: ['scenarios/backend/**', '**/node_modules/**'],
  pool: 'threads',
  isolate: false,
}

/** The same of the scenarios about backends. */
export const backendProject: Project = {
  include: ['scenarios/backend/**/*.test.ts'],
  pool: 'threads',
  isolate: false,
}

/** How the faults are played: a gateway or a backend for each, three at a time in each worker. */
export const faultProject = {
  include: ['harness/faults/*-faults.test.ts'],
  pool: 'forks',
  maxConcurrency: 3,
  maxWorkers: 2,
  // Against every clause, one fault may take minutes; the bounded waits inside speak first.
  testTimeout: 900_000,
} satisfies Project

/** Clauses about time wait in a worker of their own, while another goes through everything else. */
export function isTimedFile(path: string): boolean {
  return path.endsWith('/time.test.ts')
}
