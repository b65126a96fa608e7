import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { ConfigurationError } from '../failure.ts'
import { junitOf } from './junit.ts'
import type { GateResult } from './result.ts'

const FILES = ['result.json', 'junit.xml'] as const

/**
 * Makes sure, before anything is run, that a report can replace what is at `directory`: nothing, an empty directory,
 * or an earlier report.
 * @throws ConfigurationError when something else would be lost
 */
export function checkReportDirectory(directory: string): void {
  if (!existsSync(directory)) {
    const parent = nearestExisting(dirname(directory))
    if (statSync(parent).isDirectory()) return
    throw new ConfigurationError(
      `--out ${directory} lies under ${parent}, which is a file; name another directory.`,
    )
  }
  if (!statSync(directory).isDirectory()) {
    throw new ConfigurationError(`--out ${directory} is a file; name a directory for the report.`)
  }
  const strangers = readdirSync(directory).filter(name => !(FILES as readonly string[]).includes(name))
  if (strangers.length > 0) {
    throw new ConfigurationError(
      `--out ${directory} holds other things than a report (${strangers.slice(0, 3).join(', ')}), which replacing it would delete; name a new or empty directory.`,
    )
  }
}

function nearestExisting(path: string): string {
  return existsSync(path) ? path : nearestExisting(dirname(path))
}

/** Writes the report beside its place and then puts it there as a whole. */
export function writeReport(directory: string, result: GateResult): void {
  mkdirSync(dirname(directory), { recursive: true })
  const fresh = join(dirname(directory), `.${basename(directory)}-${randomUUID()}`)
  mkdirSync(fresh)
  try {
    writeFileSync(join(fresh, FILES[0]), `${JSON.stringify(result, undefined, 2)}\n`)
    writeFileSync(join(fresh, FILES[1]), junitOf(result))
    checkReportDirectory(directory)
    rmSync(directory, { recursive: true, force: true })
    renameSync(fresh, directory)
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true })
    throw error
  }
}
