import type { ReportFormat } from './report-format.ts'

/** The result as it is. */
export const json: ReportFormat = {
  file: 'result.json',
  render: result => `${JSON.stringify(result, undefined, 2)}\n`,
}
