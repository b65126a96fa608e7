import { readFileSync } from 'node:fs'
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type YAMLMap } from 'yaml'
import { CLAUSE_IDS, type ClauseId, isClauseId } from '../contract/index.ts'
import { ConfigurationError } from '../failure.ts'
import { didYouMean } from './closest.ts'

/** A clause that a gateway is known to break, and why that is accepted for now. */
export interface KnownFailure {
  readonly clause: ClauseId
  readonly reason: string
  /** Where it is followed up. */
  readonly link?: string
}

const KEYS = ['clause', 'reason', 'link'] as const

/**
 * Reads a list of known failures: YAML, a sequence of `clause`, `reason` and, if there is one, `link`.
 * @throws ConfigurationError naming the line
 */
export function readKnownFailures(path: string): KnownFailure[] {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new ConfigurationError(
      `--known-failures ${path} cannot be read (${(error as NodeJS.ErrnoException).code}); expected a YAML list of clause and reason.`,
    )
  }
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const at = (offset: number | undefined): string => `${path}:${lines.linePos(offset ?? 0).line}`
  const [mistake] = document.errors
  if (mistake !== undefined) {
    throw new ConfigurationError(
      `${at(mistake.pos[0])}: not valid YAML; ${mistake.message.split('\n', 1)[0]}`,
    )
  }
  const { contents } = document
  if (contents === null || (isScalar(contents) && contents.value === null)) return []
  if (!isSeq(contents)) {
    throw new ConfigurationError(`${at(0)}: expected a list; every entry starts with "- clause:".`)
  }
  const seen = new Set<string>()
  return contents.items.map(item => {
    const place = at(item.range[0])
    if (!isMap(item))
      throw new ConfigurationError(`${place}: expected an entry with "clause:" and "reason:".`)
    const entry = readEntry(item, place)
    if (seen.has(entry.clause))
      throw new ConfigurationError(`${place}: ${entry.clause} is listed twice; keep one.`)
    seen.add(entry.clause)
    return entry
  })
}

function readEntry(item: YAMLMap, place: string): KnownFailure {
  const fields = new Map<string, string>()
  for (const { key, value } of item.items) {
    const name = isScalar(key) ? String(key.value) : '?'
    if (!(KEYS as readonly string[]).includes(name)) {
      throw new ConfigurationError(
        `${place}: unknown field "${name}"${didYouMean(name, KEYS)}; expected clause, reason and link.`,
      )
    }
    const text = isScalar(value) ? value.value : undefined
    if (typeof text !== 'string' || text.trim() === '') {
      throw new ConfigurationError(`${place}: "${name}" has to be text and not empty.`)
    }
    fields.set(name, text.trim())
  }
  const clause = fields.get('clause')
  const reason = fields.get('reason')
  const link = fields.get('link')
  if (clause === undefined)
    throw new ConfigurationError(`${place}: the entry names no clause; add "clause:".`)
  if (!isClauseId(clause)) {
    throw new ConfigurationError(
      `${place}: there is no clause "${clause}"${didYouMean(clause, CLAUSE_IDS)}; --list shows them all.`,
    )
  }
  if (reason === undefined) {
    throw new ConfigurationError(
      `${place}: ${clause} has no reason; add "reason:" so that others know why it may fail.`,
    )
  }
  return { clause, reason, ...(link === undefined ? {} : { link }) }
}
