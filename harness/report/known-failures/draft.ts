import { randomUUID } from 'node:crypto'
import {
  accessSync,
  constants,
  lstatSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { printable } from '../../diagnosis/index.ts'
import { ConfigurationError } from '../../util/errors.ts'
import { draftedReason } from '../drafted-reason.ts'
import type { ClauseResult, RunResult } from '../result.ts'
import { describeEdition } from '../subject.ts'
import { steadyNameOf } from '../target-description.ts'
import type { KnownFailure } from './known-failure.ts'

/** Where a draft goes. */
export interface DraftPath {
  readonly path: string
  /** It takes the place of the list that was given. */
  readonly replaces: boolean
}

/**
 * Makes sure, before anything is run, that a draft can be written and nothing of anybody is lost.
 * @param list the list of known failures that was given
 * @throws ConfigurationError
 */
export function checkDraftPlace(path: string, list: string | undefined): DraftPath {
  if (isFree(path)) {
    proveWritable(path)
    return { path, replaces: false }
  }
  const real = realPath(path)
  if (list === undefined || real === undefined || real !== realPath(list)) {
    throw new ConfigurationError(
      `--write-known-failures ${path} exists and would be overwritten; name a new file, or give this one to --known-failures, too, to have it replaced.`,
    )
  }
  proveWritable(real)
  return { path: real, replaces: true }
}

/** Whether nothing is there, not even a link that leads nowhere. */
function isFree(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) === undefined
  } catch {
    // It lies under a file, where nothing can be.
    return true
  }
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}

function proveWritable(path: string): void {
  const probe = temporaryPath(path)
  try {
    if (!isFree(path)) accessSync(path, constants.W_OK)
    writeFileSync(probe, '', { flag: 'wx' })
    rmSync(probe)
  } catch (error) {
    throw new ConfigurationError(
      `--write-known-failures ${path} cannot be written (${(error as NodeJS.ErrnoException).code}); name a file in a directory that exists and may be written to.`,
    )
  }
}

function temporaryPath(path: string): string {
  return join(dirname(path), `.${basename(path)}-${randomUUID()}`)
}

/** Why the list would not be whole, if it would not. */
export function reasonNotToDraft({ counts, environment, mishaps = [] }: RunResult): string | undefined {
  if (environment.interruptedBy !== undefined)
    return `the run was interrupted by ${environment.interruptedBy}`
  if (mishaps.length > 0) return 'an error occurred in the harness'
  const { knownFailures, failed, passed, stale, warnings } = counts
  return passed + failed + knownFailures + stale + warnings === 0 ? 'no clause was judged' : undefined
}

/** The YAML of a list of everything that fails: what was listed and fails still or was not judged, and what is new. */
export async function draftKnownFailures(
  result: RunResult,
  listed: readonly KnownFailure[],
): Promise<{ text: string; clauses: number }> {
  const { stringify } = await import('yaml')
  const entries = result.clauses.flatMap(clause => {
    const known = listed.find(({ clause: id }) => id === clause.id)
    const entry = known === undefined ? fresh(clause) : healed(clause) ? undefined : known
    return entry === undefined
      ? []
      : // Unfolded, so that a field added below a reason does not become part of it.
        [`# ${remark(clause)}\n${stringify([inOrder(entry)], { lineWidth: 0 })}`]
  })
  const heading = [
    `# Known failures of ${steadyNameOf(result.target)}, ${describeEdition(result)}.`,
    '# Give the reason for each entry. "link:" is its issue, "expires: YYYY-MM-DD" its last valid day.',
    ...notTestable(result.clauses),
  ].join('\n')
  return {
    text: `${heading}\n\n${entries.length === 0 ? '[]\n' : entries.join('\n')}`,
    clauses: entries.length,
  }
}

/** The list says which clauses it knows nothing of. */
function notTestable(clauses: readonly ClauseResult[]): string[] {
  const ids = clauses.filter(({ status }) => status === 'not-testable').map(({ id }) => id)
  return ids.length === 0
    ? []
    : ['# Not testable in that run; listed only if the list had them before:', ...ids.map(id => `#   ${id}`)]
}

function fresh({ id, status, verdict }: ClauseResult): KnownFailure | undefined {
  if (status !== 'failed' && status !== 'warning') return undefined
  const why = [verdict?.summary, verdict?.headline]
    .map(text => draftedReason(text ?? ''))
    .find(text => text !== '')
  return { clause: id, reason: why ?? 'It fails.' }
}

/** Only what is stale without having failed is proven to hold. */
function healed({ status, scenarios }: ClauseResult): boolean {
  return status === 'stale' && scenarios.every(({ state }) => state !== 'failed')
}

function inOrder({ clause, reason, link, expires }: KnownFailure): KnownFailure {
  return {
    clause,
    reason,
    ...(link === undefined ? {} : { link }),
    ...(expires === undefined ? {} : { expires }),
  }
}

function remark({ status, leftOutBy, level, verdict, expires, reason }: ClauseResult): string {
  if (status === 'not-testable') return 'not testable in this run'
  if (status === 'left-out') return `not judged in this run, ${printable(reason ?? '')} (${leftOutBy})`
  if (status === 'passed') return 'passed in the scenarios that ran, which are not all of the clause'
  const notes = [level === 'SHOULD' ? 'SHOULD' : [], status === 'stale' ? `expired on ${expires}` : []].flat()
  return `${printable(verdict?.headline ?? 'failed')}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`
}

/** Writes a draft as a whole, and over nothing but the list it replaces. */
export function writeDraft({ path, replaces }: DraftPath, text: string): void {
  if (!replaces) {
    writeFileSync(path, text, { flag: 'wx' })
    return
  }
  const draft = temporaryPath(path)
  try {
    writeFileSync(draft, text, { flag: 'wx', mode: statSync(path).mode })
    renameSync(draft, path)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}
