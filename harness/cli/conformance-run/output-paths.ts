import { existsSync } from 'node:fs'
import { resolve, sep } from 'node:path'
import {
  checkDraftPlace,
  checkReportDirectory,
  type DraftPath,
  type KnownFailure,
  type ReplacedDirectory,
  type RunTarget,
  readKnownFailures,
} from '../../report/index.ts'
import { ConfigurationError } from '../../util/errors.ts'
import type { JudgingOptions } from '../options/judging.ts'
import { timelinesPath } from './timelines-path.ts'

/** What a run reads and writes beside its scenarios, found to be possible. */
export interface OutputPaths {
  readonly knownFailures: readonly KnownFailure[]
  /** Absolute. */
  readonly out: string | undefined
  readonly draft: DraftPath | undefined
  readonly timelines?: ReplacedDirectory
}

/** @throws ConfigurationError when something of it cannot be read or written */
export async function resolveOutputPaths(
  options: Pick<JudgingOptions, 'knownFailures' | 'writeKnownFailures' | 'out'> & {
    readonly saveTimelines?: string
  },
  stated: RunTarget,
  workingDirectory: string,
): Promise<OutputPaths> {
  const absolute = (path: string | undefined): string | undefined =>
    path === undefined ? undefined : resolve(workingDirectory, path)
  const list = absolute(options.knownFailures)
  const place = absolute(options.writeKnownFailures)
  // The first run of a command that reads a list and replaces it has none to read.
  const isFirst = list !== undefined && list === place && !existsSync(list)
  const knownFailures = list === undefined || isFirst ? [] : await readKnownFailures(list, stated)
  const out = absolute(options.out)
  if (out !== undefined) checkReportDirectory(out)
  const saved = absolute(options.saveTimelines)
  apart('--write-known-failures', place, '--out', out)
  apart('--write-known-failures', place, '--save-timelines', saved)
  apart('--save-timelines', saved, '--out', out)
  apart('--out', out, '--save-timelines', saved)
  const draft = place === undefined ? undefined : checkDraftPlace(place, list)
  if (saved === undefined) return { knownFailures, out, draft }
  const timelines = timelinesPath(saved)
  timelines.check()
  return { knownFailures, out, draft, timelines }
}

/** @throws ConfigurationError where a place lies in a directory that is replaced as a whole */
function apart(
  flag: string,
  place: string | undefined,
  replacing: string,
  directory: string | undefined,
): void {
  if (place === undefined || directory === undefined) return
  if (!`${place}${sep}`.startsWith(`${directory}${sep}`)) return
  throw new ConfigurationError(
    `${flag} ${place} lies in ${replacing} ${directory}, which is replaced as a whole; name a place elsewhere.`,
  )
}
