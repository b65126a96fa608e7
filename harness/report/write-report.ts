import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { REPORT_FORMATS } from './formats/index.ts'
import { type Contents, checkContents, ReplacedDirectory } from './replaced-directory.ts'
import type { RunResult } from './result.ts'

const REPORT: Contents = {
  flag: '--out',
  what: 'a report',
  isOurs: path => REPORT_FORMATS.some(({ file }) => file === basename(path)),
}

/**
 * Makes sure, before anything is run, that a report can replace what is at `directory`: nothing, an empty directory,
 * or an earlier report.
 * @throws ConfigurationError when something else would be lost
 */
export function checkReportDirectory(directory: string): void {
  checkContents(directory, REPORT)
}

/** Writes the report next to its place, then moves it there as a whole. */
export function writeReport(directory: string, result: RunResult): void {
  checkReportDirectory(directory)
  const place = new ReplacedDirectory(directory, REPORT)
  try {
    place.begin()
    for (const { file, render } of REPORT_FORMATS) writeFileSync(join(place.stage, file), render(result))
    place.finish()
  } catch (error) {
    place.discard()
    throw error
  }
}
