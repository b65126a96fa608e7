import { globSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import {
  areaOf,
  type Capabilities,
  CLAUSE_IDS,
  CLAUSES,
  type ClauseId,
  capabilitiesOf,
  clausesOf,
  type Edition,
  editionsOf,
  isAboutBackend,
  isAboutFrontend,
  isClauseId,
  renamedClause,
} from '../../contract/index.ts'
import { didYouMean } from '../../report/index.ts'
import { ConfigurationError } from '../../util/errors.ts'
import { typedCommand } from '../options/typed-command.ts'

/** What the caller asked to judge, and what not: clauses, areas (`connect`) or scenario files. */
export interface Wanted {
  readonly only: readonly string[]
  readonly except: readonly string[]
}

/** What a run is to look at. */
export interface Selection {
  /** All clauses that hold when left out. */
  readonly clauses?: readonly ClauseId[]
  /** Those of the clauses that hold that `--except` left out. */
  readonly excepted?: readonly ClauseId[]
  /** Scenario files, absolute; all of them when empty. */
  readonly files: readonly string[]
}

/** What can be chosen from. */
interface Choice {
  readonly clauses: readonly ClauseId[]
  readonly files: readonly string[]
  /** What to do about something that is there and cannot be chosen: a clause, an area, or a file. */
  readonly whyNot: (wanted: string) => string | undefined
}

/**
 * Reads `--only` and `--except` for a gateway. Clauses and files do not go together.
 * @throws ConfigurationError for anything else
 */
export function selectForGateway(
  wanted: Wanted,
  edition: Edition,
  capabilities: Capabilities,
  root: string,
  workingDirectory: string,
): Selection {
  const files = scenarioFiles(root)
  const aboutBackends = (wanted: string): boolean =>
    areaOf(wanted) === 'backend' || fileOf(wanted, files, root, workingDirectory) !== undefined
  const choice = {
    clauses: clausesOf(capabilities),
    files: files.filter(file => !isAboutBackends(file, root)),
    whyNot: (wanted: string) => {
      if (aboutBackends(wanted)) {
        return `it is about backends and says nothing of a gateway; judge a backend with ${typedCommand('backend')}`
      }
      if (isClauseId(wanted))
        return `the edition ${edition} does not have this clause; ${whereItHolds(wanted)}`
      const [clause] = CLAUSE_IDS.filter(id => areaOf(id) === wanted)
      return clause === undefined
        ? undefined
        : `the edition ${edition} does not have this area; ${whereItHolds(clause)}`
    },
  }
  return select(wanted, choice, root, workingDirectory)
}

/**
 * The same for a backend.
 * @throws ConfigurationError for anything else
 */
export function selectForBackend(
  wanted: Wanted,
  root: string,
  workingDirectory: string,
  subject: 'backend' | 'scraped-backend' = 'backend',
): Selection {
  const files = scenarioFiles(root)
  const choice = {
    clauses: clausesOf(subject),
    files: files.filter(file => isAboutBackends(file, root)),
    whyNot: (wanted: string) =>
      isClauseId(wanted) && isAboutBackend(wanted)
        ? 'it is judged only where Prometheus scrapes the backend; add --prometheus'
        : (isClauseId(wanted) && !isAboutBackend(wanted)) ||
            CLAUSE_IDS.some(id => areaOf(id) === wanted) ||
            fileOf(wanted, files, root, workingDirectory) !== undefined
          ? `it is about gateways and says nothing of a backend; judge a gateway with ${typedCommand('gate')}`
          : undefined,
  }
  return select(wanted, choice, root, workingDirectory)
}

/**
 * The same for a deployment, of which no scenario file says anything.
 * @throws ConfigurationError for anything else
 */
export function selectForDeployment(wanted: Wanted, root: string, workingDirectory: string): Selection {
  const choice = {
    clauses: clausesOf('deployment'),
    files: [],
    whyNot: (wanted: string) =>
      isClauseId(wanted) || CLAUSE_IDS.some(id => areaOf(id) === wanted)
        ? `it says nothing of a deployment; ${typedCommand('deployment', ['--list'])} shows the points that are judged`
        : undefined,
  }
  return select(wanted, choice, root, workingDirectory)
}

/**
 * The same for a frontend.
 * @throws ConfigurationError for anything else
 */
export function selectForFrontend(
  wanted: Wanted,
  edition: Edition,
  root: string,
  workingDirectory: string,
): Selection {
  const choice = {
    clauses: clausesOf({ frontend: capabilitiesOf(edition) }),
    files: [],
    whyNot: (wanted: string) => {
      if (!isClauseId(wanted)) return undefined
      return isAboutFrontend(wanted)
        ? `the edition ${edition} does not have this clause; it holds for ${editionsOf(wanted).join(' and ')}`
        : `it says nothing of a frontend; ${typedCommand('frontend', ['--list'])} shows the clauses that are judged`
    },
  }
  return select(wanted, choice, root, workingDirectory)
}

function select({ except, only }: Wanted, choice: Choice, root: string, workingDirectory: string): Selection {
  const chosen = chosenBy('--only', only, choice, root, workingDirectory)
  if (except.length === 0) return chosen
  const left = chosenBy('--except', except, choice, root, workingDirectory)
  if (left.files.length > 0) {
    throw new ConfigurationError(
      '--except takes clauses and areas, and no scenario files; --list shows the clauses.',
    )
  }
  const excepted = left.clauses ?? []
  const clauses = (chosen.clauses ?? choice.clauses).filter(id => !excepted.includes(id))
  if (clauses.length === 0) {
    throw new ConfigurationError('--except leaves no clause to judge; leave some of it out.')
  }
  return { ...chosen, clauses, excepted }
}

function chosenBy(
  flag: '--only' | '--except',
  all: readonly string[],
  { clauses: selectable, files: selectableFiles, whyNot }: Choice,
  root: string,
  workingDirectory: string,
): Selection {
  const clauses = new Set<ClauseId>()
  const files = new Set<string>()
  for (const wanted of all) {
    const area = wanted.replace(/\/\*?$/, '')
    const inArea = selectable.filter(id => areaOf(id) === area)
    const file = fileOf(wanted, selectableFiles, root, workingDirectory)
    if (isClauseId(wanted) && selectable.includes(wanted)) clauses.add(wanted)
    else if (inArea.length > 0) for (const id of inArea) clauses.add(id)
    else if (file !== undefined) files.add(file)
    else {
      const renamed = renamedClause(wanted)
      if (renamed !== undefined) throw new ConfigurationError(`${flag} ${wanted}: ${renamed}`)
      const why = whyNot(isClauseId(wanted) ? wanted : area)
      if (why !== undefined) throw new ConfigurationError(`${flag} ${wanted}: ${why}.`)
      const kin = selectable.filter(id => areaOf(id) === areaOf(wanted))
      if (kin.length > 0) {
        throw new ConfigurationError(
          `${flag} ${wanted}: the area ${areaOf(wanted)} has no such clause${didYouMean(wanted, kin)}; --list --only ${areaOf(wanted)} shows those that it has.`,
        )
      }
      const names = [
        ...new Set(selectable.map(areaOf)),
        ...selectable,
        ...selectableFiles.map(path => relative(root, path)),
      ]
      throw new ConfigurationError(
        `${flag} ${wanted} is neither a clause, nor an area, nor a scenario file${didYouMean(wanted, names)}; --list shows the clauses.`,
      )
    }
  }
  if (clauses.size > 0 && files.size > 0) {
    throw new ConfigurationError(
      `${flag} takes clauses and areas, or files, but not both at once; run the gate twice.`,
    )
  }
  return { ...(clauses.size > 0 ? { clauses: [...clauses] } : {}), files: [...files] }
}

/** In which editions a clause holds that another one does not have. */
export function whereItHolds(clause: ClauseId): string {
  const editions = editionsOf(clause)
  const flag = CLAUSES[clause].requires?.crossOrigin
    ? 'a gateway judged with --cors has it, and'
    : 'it holds for'
  return `${flag} ${editions.join(' and ')} (--edition ${editions[0]}); ${typedCommand('gate', ['--list'])} shows those of an edition`
}

/** @throws ConfigurationError when `--fast` leaves nothing of what was chosen */
export function refuseNothing({ clauses }: Selection, { fast }: { readonly fast: boolean }): void {
  if (!fast || clauses?.some(id => CLAUSES[id].timed !== true) !== false) return
  throw new ConfigurationError(
    '--fast leaves no clause to judge: all that were chosen are about time itself; leave it out.',
  )
}

/** All scenario files, absolute. */
export function scenarioFiles(root: string): string[] {
  return globSync('scenarios/**/*.test.ts', { cwd: root }).map(file => resolve(root, file))
}

/** Whether the scenarios of a file are about backends. */
export function isAboutBackends(file: string, root: string): boolean {
  return file.startsWith(resolve(root, 'scenarios/backend') + sep)
}

/** The file that is named, from where the user is or from the project's root. */
export function fileOf(
  wanted: string,
  files: readonly string[],
  root: string,
  workingDirectory: string,
): string | undefined {
  return files.find(path => path === resolve(workingDirectory, wanted) || path === resolve(root, wanted))
}
