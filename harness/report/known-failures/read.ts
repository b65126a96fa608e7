import { readFileSync } from 'node:fs'
import type { Node } from 'yaml'
import type { ClauseId } from '../../contract/index.ts'
import { ConfigurationError } from '../../util/errors.ts'
import { readEntry } from './entry.ts'
import type { KnownFailure, RunTarget } from './known-failure.ts'

/**
 * Reads a list of known failures: YAML, a sequence of `clause`, `reason` and, if there are any, `link` and `expires`.
 * @throws ConfigurationError naming the line
 */
export async function readKnownFailures(path: string, stated: RunTarget): Promise<KnownFailure[]> {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new ConfigurationError(
      `--known-failures ${path} cannot be read (${(error as NodeJS.ErrnoException).code}); expected a YAML list of clause and reason; name one, or draft it with --write-known-failures.`,
    )
  }
  // It takes 15 ms to load, and most gates have no list.
  const yaml = await import('yaml')
  const lines = new yaml.LineCounter()
  const at = (offset = 0): string => `${path}:${lines.linePos(offset).line}`
  const { contents, errors } = yaml.parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [mistake] = errors
  if (mistake?.code === 'MULTIPLE_DOCS') {
    throw new ConfigurationError(
      `${at(mistake.pos[0])}: a second YAML document starts here; expected one list; take the "---" out.`,
    )
  }
  if (mistake !== undefined) {
    throw new ConfigurationError(
      `${at(mistake.pos[0])}: not valid YAML (${mistake.message}); expected one list of clause and reason; correct the line.`,
    )
  }
  if (contents === null || (yaml.isScalar(contents) && contents.value === null)) return []
  if (!yaml.isSeq<Node>(contents)) {
    throw new ConfigurationError(
      `${at(contents.range?.[0])}: expected a list; start every entry with "- clause:".`,
    )
  }
  const known = new Map<ClauseId, string>()
  return contents.items.map(item => {
    const place = at(item.range?.[0])
    if (!yaml.isMap(item)) {
      throw new ConfigurationError(`${place}: expected an entry; write it as "clause:" and "reason:".`)
    }
    const entry = readEntry(
      yaml,
      item,
      stated,
      (sentence, node) => new ConfigurationError(`${at((node ?? item).range?.[0])}: ${sentence}`),
    )
    const earlier = known.get(entry.clause)
    if (earlier !== undefined) {
      throw new ConfigurationError(
        `${place}: ${entry.clause} is listed already at ${earlier}; keep one of the two.`,
      )
    }
    known.set(entry.clause, place)
    return entry
  })
}
