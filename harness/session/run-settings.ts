/** The scenarios whose timelines are kept; `failed` are those whose clause is not known to fail. */
export const SAVED_WHICH = ['failed', 'failed-and-known', 'all'] as const

type SavedWhich = (typeof SAVED_WHICH)[number]

/** Who was judged, and by which version of this program: in words. */
export interface Provenance {
  readonly target: string
  readonly backend?: string
  readonly harness: string
}

/** Where a run keeps timelines, and which. Plain data. */
export interface SavedTimelines {
  /** Absolute; it is there. */
  readonly directory: string
  readonly of: SavedWhich
  /** The clauses that are known to fail. */
  readonly known: readonly string[]
  readonly provenance: Provenance
  /** The number of the run, where there are several. */
  readonly run?: number
}

/** The settings of any run, whichever party is judged. Plain data. */
export interface RunSettings {
  /** The clauses to judge; all that are about the party when left out. */
  readonly only?: readonly string[]
  /** Skip the clauses that measure wall-clock time. */
  readonly fast: boolean
  /** Timelines are saved. */
  readonly timelines?: SavedTimelines
  /** The limit of every wait, in milliseconds. */
  readonly limitMs: number
  readonly readyLimitMs: number
  /** Values that the caller set for gateway or backend and that must not be shown. */
  readonly secrets?: readonly string[]
}
