import { resolve, sep } from 'node:path'
import { ConfigurationError } from '../failure.ts'
import {
  checkDraftPlace,
  checkReportDirectory,
  type DraftPlace,
  type KnownFailure,
  readKnownFailures,
  type Stated,
} from '../report/index.ts'
import type { JudgingOptions } from './judging-options.ts'

/** What a run reads and writes beside its scenarios, found to be possible. */
export interface ReportPlaces {
  readonly knownFailures: readonly KnownFailure[]
  /** Absolute. */
  readonly out: string | undefined
  readonly draft: DraftPlace | undefined
}

/** @throws ConfigurationError when something of it cannot be read or written */
export async function settleReports(
  options: JudgingOptions,
  stated: Stated,
  workingDirectory: string,
): Promise<ReportPlaces> {
  const absolute = (path: string | undefined): string | undefined =>
    path === undefined ? undefined : resolve(workingDirectory, path)
  const list = absolute(options.knownFailures)
  const knownFailures = list === undefined ? [] : await readKnownFailures(list, stated)
  const out = absolute(options.out)
  if (out !== undefined) checkReportDirectory(out)
  const place = absolute(options.writeKnownFailures)
  if (place !== undefined && out !== undefined && `${place}${sep}`.startsWith(`${out}${sep}`)) {
    throw new ConfigurationError(
      `--write-known-failures ${place} lies in --out ${out}, which is replaced as a whole; name a file elsewhere.`,
    )
  }
  const draft = place === undefined ? undefined : checkDraftPlace(place, list)
  return { knownFailures, out, draft }
}
