import type { RunResult } from '../result.ts'

/** One file of a report. */
export interface ReportFormat {
  readonly file: string
  readonly render: (result: RunResult) => string
}
