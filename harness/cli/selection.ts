import { globSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import {
  areaOf,
  type Capabilities,
  CLAUSE_IDS,
  CLAUSES,
  type ClauseId,
  clausesOf,
  type Edition,
  editionsOf,
  isClauseId,
} from '../contract/index.ts'
import { ConfigurationError } from '../failure.ts'
import { didYouMean } from '../report/index.ts'

/** What the gate is to look at. */
export interface Selection {
  /** All clauses of the edition when left out. */
  readonly clauses?: readonly ClauseId[]
  /** Scenario files, absolute; all of them when empty. */
  readonly files: readonly string[]
}

/**
 * Reads `--only`: a clause, an area (`connect`) or a scenario file. Clauses and files do not go together.
 * @throws ConfigurationError for anything else
 */
export function select(
  only: readonly string[],
  edition: Edition,
  capabilities: Capabilities,
  root: string,
  workingDirectory: string,
): Selection {
  const clauses = new Set<ClauseId>()
  const files = new Set<string>()
  const scenarioFiles = globSync('scenarios/**/*.test.ts', { cwd: root }).map(file => resolve(root, file))
  for (const wanted of only) {
    const area = wanted.replace(/\/\*?$/, '')
    const inArea = clausesOf(capabilities).filter(id => areaOf(id) === area)
    const file = scenarioFiles.find(
      path => path === resolve(workingDirectory, wanted) || path === resolve(root, wanted),
    )
    if (isClauseId(wanted)) {
      if (!clausesOf(capabilities).includes(wanted)) {
        throw new ConfigurationError(
          `--only ${wanted}: the edition ${edition} does not have this clause; ${whereItHolds(wanted)}.`,
        )
      }
      clauses.add(wanted)
    } else if (inArea.length > 0) for (const id of inArea) clauses.add(id)
    else if (file !== undefined) files.add(file)
    else {
      const names = [
        ...new Set(clausesOf(capabilities).map(areaOf)),
        ...CLAUSE_IDS,
        ...scenarioFiles.map(path => relative(root, path)),
      ]
      throw new ConfigurationError(
        `--only ${wanted} is neither a clause, nor an area, nor a scenario file${didYouMean(wanted, names)}; --list shows the clauses.`,
      )
    }
  }
  if (clauses.size > 0 && files.size > 0) {
    throw new ConfigurationError(
      '--only takes clauses and areas, or files, but not both at once; run the gate twice.',
    )
  }
  return { ...(clauses.size > 0 ? { clauses: [...clauses] } : {}), files: [...files] }
}

function whereItHolds(clause: ClauseId): string {
  const editions = editionsOf(clause)
  const flag = CLAUSES[clause].requires?.crossOrigin
    ? 'a gateway judged with --cors has it, and'
    : 'it holds for'
  return `${flag} ${editions.join(' and ')}; --list shows those of an edition`
}
