/** What the programs of gateway and backend print, how they end, and what the harness does to them. */
export type ProcessObservation =
  /** Of the gateway; with the source `front`, of the reverse proxy. */
  | {
      readonly kind: 'log'
      readonly source: 'stdout' | 'stderr' | 'front'
      readonly text: string
      /** It came through a container engine, some time after it was printed: nothing is ordered by it. */
      readonly late?: true
    }
  | { readonly kind: 'backend-log'; readonly text: string }
  | { readonly kind: 'backend-exited'; readonly code: number | null; readonly signal: string | null }
  /** The end of the process that serves. Code and signal are `null` where only the process that started it saw them. */
  | {
      readonly kind: 'gateway-exited'
      readonly code: number | null
      readonly signal: string | null
      /** Where the command started it through other processes: which one it is. */
      readonly program?: string
      readonly pid?: number
    }
  /** The end of a shell, or of npm, through which the gateway was started. */
  | {
      readonly kind: 'gateway-shell-exited'
      readonly code: number | null
      readonly signal: string | null
      readonly program: string
      readonly pid: number
    }
  /** What the harness does to the process: starts it (again), signals it. */
  | {
      readonly kind: 'gateway-handled'
      readonly text: string
      readonly signal?: 'SIGTERM' | 'SIGINT'
      /** A gateway takes the place of the one that the scenario had. */
      readonly restarts?: true
      /** One more gateway is started: the variables that differ; `null` for one that is not set. */
      readonly launches?: Readonly<Record<string, string | null>>
      /** It is started on the port of the one that runs. */
      readonly onTakenPort?: true
      /** What that gateway was asked, and where. */
      readonly asked?: string
    }
