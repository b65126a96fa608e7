import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { junitOf } from './formats/junit.ts'
import { type Contents, checkContents, ReplacedDirectory } from './replaced-directory.ts'
import type { RunResult } from './result.ts'

const FILES = ['result.json', 'junit.xml'] as const

const REPORT: Contents = {
  flag: '--out',
  what: 'a report',
  isOurs: path => (FILES as readonly string[]).includes(basename(path)),
}

/**
 * Makes sure, before anything is run, that a report can replace what is at `directory`: nothing, an empty directory,
 * or an earlier report.
 * @throws ConfigurationError when something else would be lost
 */
export function checkReportDirectory(directory: string): void {
  checkContents(directory, REPORT)
}

/** Writes the report beside its place and then puts it there as a whole. */
export function writeReport(directory: string, result: RunResult): void {
  checkReportDirectory(directory)
  const place = new ReplacedDirectory(directory, REPORT)
  try {
    place.begin()
    writeFileSync(join(place.stage, FILES[0]), `${JSON.stringify(result, undefined, 2)}\n`)
    writeFileSync(join(place.stage, FILES[1]), junitOf(result))
    place.finish()
  } catch (error) {
    place.discard()
    throw error
  }
}
