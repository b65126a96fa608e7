import { inject } from 'vitest'
import type { Scope } from './case.ts'

/** What the workers need to know about a run of the catalogue. Plain data. */
export interface FaultSettings {
  readonly scope: Scope
  /** Names of the faults to run; all by default. */
  readonly only?: readonly string[]
  /** Whether docs/faults.md has to match the outcome. */
  readonly checksPage: boolean
}

declare module 'vitest' {
  interface ProvidedContext {
    faults: FaultSettings | undefined
  }
}

/** The settings of this worker; under plain vitest, those of the project's own tests. */
export const settings: FaultSettings = inject('faults') ?? { scope: 'areas', checksPage: true }
