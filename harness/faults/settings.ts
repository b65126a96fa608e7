import { inject } from 'vitest'
import type { Scope } from './case.ts'

/** What whoever plays the catalogue tells the workers. Plain data. */
export interface FaultSettings {
  readonly scope: Scope
  /** Names of the faults to play; all when left out. */
  readonly only?: readonly string[]
  /** Whether the table in docs/faults.md has to say what is found. */
  readonly checksPage: boolean
}

declare module 'vitest' {
  interface ProvidedContext {
    faults: FaultSettings | undefined
  }
}

/** What this worker was told; under vitest alone, what holds in the project's own tests. */
export const settings: FaultSettings = inject('faults') ?? { scope: 'areas', checksPage: true }
