import { basename, relative, resolve } from 'node:path'
import {
  areaOf,
  type Capabilities,
  CLAUSE_IDS,
  type Edition,
  isAbout,
  isAboutBackend,
  isClauseId,
  renamedClause,
} from '../../../contract/index.ts'
import { didYouMean } from '../../../report/index.ts'
import { collectScenarios, type DeclaredScenario, nameOf } from '../../../runner/index.ts'
import { ConfigurationError } from '../../../util/errors.ts'
import { fileOf, isAboutBackends, scenarioFiles, whereItHolds } from '../../conformance-run/selection.ts'
import { shellWord } from '../../options/shell-words.ts'
import { typedCommand } from '../../options/typed-command.ts'

/** More names than these are not listed. */
const MAX_NAMES = 20

/** A scenario and the file that it is declared in, absolute. */
export interface LocatedScenario {
  readonly scenario: DeclaredScenario
  readonly file: string
}

/** The scenario that is meant, and those that the same word means too. */
export interface FoundScenario {
  readonly scenario: DeclaredScenario
  readonly others: readonly DeclaredScenario[]
}

/** Where to look. */
export interface Where {
  readonly edition: Edition
  readonly capabilities: Capabilities
  /** The project's own directory. */
  readonly root: string
  readonly workingDirectory: string
}

/** Every scenario about gateways, in the order of the files. */
export async function allScenarios(root: string): Promise<readonly LocatedScenario[]> {
  const located: LocatedScenario[] = []
  for (const file of scenarioFiles(root).toSorted()) {
    if (isAboutBackends(file, root)) continue
    const scenarios = await collectScenarios(() => import(file))
    located.push(...scenarios.map(scenario => ({ scenario, file })))
  }
  return located
}

/**
 * Finds one scenario: by its name as the gate shows it, by its clause, or by its file (`task/connect` for short). A clause
 * stands for the first of its scenarios, and so does a file that reproduces one bug report.
 * @throws ConfigurationError when there is no such scenario, or more of them than a word can mean
 */
export function findScenario(wanted: string, all: readonly LocatedScenario[], where: Where): FoundScenario {
  const renamed = renamedClause(clauseIn(wanted))
  if (renamed !== undefined) throw new ConfigurationError(renamed)
  refuseBackends(wanted, where)
  const held = all.filter(({ scenario }) => isAbout(scenario.clause, where.capabilities))
  const named = all.filter(({ scenario }) => nameOf(scenario) === wanted)
  const ofClause = all.filter(({ scenario }) => scenario.clause === wanted)
  const meant = [named, ofClause].find(some => some.length > 0)
  if (meant !== undefined) return found(meant, ofClause, where)
  const files = filesMeant(wanted, held, where)
  const [file, ...moreFiles] = files
  if (file !== undefined && moreFiles.length === 0) {
    const inFile = held.filter(located => located.file === file)
    if (inFile.length === 1 || isBugReport(file, where.root)) return found(inFile, inFile, where)
    throw ambiguous(wanted, inFile)
  }
  const ofArea = held.filter(({ scenario }) => areaOf(scenario.clause) === wanted)
  const inArea = ofArea.length > 0 ? ofArea : held.filter(located => files.includes(located.file))
  if (inArea.length === 1) return found(inArea, inArea, where)
  if (inArea.length > 0) throw ambiguous(wanted, inArea)
  throw unknown(wanted, all, where)
}

function found(
  [first]: readonly LocatedScenario[],
  group: readonly LocatedScenario[],
  { capabilities, edition }: Where,
): FoundScenario {
  if (first === undefined) throw new Error('A group of scenarios is never empty.')
  const { scenario } = first
  if (!isAbout(scenario.clause, capabilities)) {
    throw new ConfigurationError(
      `${scenario.clause}: the edition ${edition} does not have this clause; ${whereItHolds(scenario.clause)}.`,
    )
  }
  return {
    scenario,
    others: group.flatMap(other => (other === first ? [] : [other.scenario])),
  }
}

function refuseBackends(wanted: string, { root, workingDirectory }: Where): void {
  const files = scenarioFiles(root).filter(file => isAboutBackends(file, root))
  const clause = clauseIn(wanted)
  const file = fileOf(wanted, files, root, workingDirectory) ?? fileOf(pathFor(wanted), files, root, root)
  if (file === undefined && areaOf(clause) !== 'backend') return
  const only = isClauseId(clause) && isAboutBackend(clause) ? clause : file && relative(root, file)
  throw new ConfigurationError(
    `${wanted} is about backends, of which reproduce plays one that is named by its clause; ${only === undefined ? `${typedCommand('backend', ['--list'])} shows those about backends` : `${typedCommand('backend', [`--only ${shellWord(only)}`])} plays it`}.`,
  )
}

/** The clause in the name of a scenario. */
function clauseIn(wanted: string): string {
  return wanted.replace(/:.*$/s, '')
}

/** A short name's file, from the project's root. */
function pathFor(short: string): string {
  return `scenarios/${short}.test.ts`
}

function shortName(file: string, root: string): string {
  return relative(resolve(root, 'scenarios'), file).replace(/\.test\.ts$/, '')
}

/** The file that is named by its path or its short name; else those whose last part it is. */
function filesMeant(
  wanted: string,
  scenarios: readonly LocatedScenario[],
  { root, workingDirectory }: Where,
): readonly string[] {
  const files = [...new Set(scenarios.map(({ file }) => file))]
  const file = fileOf(wanted, files, root, workingDirectory) ?? fileOf(pathFor(wanted), files, root, root)
  if (file !== undefined) return [file]
  return files.filter(path => basename(path) === `${wanted}.test.ts`)
}

/** A file beside the folders is the story of one bug report, which its first scenario retells. */
function isBugReport(file: string, root: string): boolean {
  return !shortName(file, root).includes('/')
}

/** A list that nobody reads through helps nobody: of many scenarios, their clauses are told. */
function ambiguous(wanted: string, scenarios: readonly LocatedScenario[]): ConfigurationError {
  const names = scenarios.map(({ scenario }) => nameOf(scenario))
  const clauses = [...new Set(scenarios.map(({ scenario }) => scenario.clause))]
  const shown = names.length <= MAX_NAMES ? names : clauses
  const what = shown === names ? 'name it' : `they are about these ${clauses.length} clauses`
  return new ConfigurationError(
    `${wanted} means ${names.length} scenarios, and reproduce plays one; ${what}:\n${shown.map(name => `  ${typedCommand('reproduce', [shellWord(name)])}`).join('\n')}`,
  )
}

function unknown(wanted: string, all: readonly LocatedScenario[], { root }: Where): ConfigurationError {
  const names = [
    ...all.map(({ scenario }) => nameOf(scenario)),
    ...CLAUSE_IDS,
    ...new Set(all.map(({ file }) => shortName(file, root))),
  ]
  return new ConfigurationError(
    `There is no clause, scenario or scenario file ${JSON.stringify(wanted)}${didYouMean(wanted, names)}; ${typedCommand('gate', ['--list'])} shows the clauses.`,
  )
}
