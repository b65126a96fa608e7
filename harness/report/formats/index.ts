import { json } from './json.ts'
import { junit } from './junit.ts'
import type { ReportFormat } from './report-format.ts'

/** The files of a report. */
export const REPORT_FORMATS: readonly ReportFormat[] = [json, junit]
