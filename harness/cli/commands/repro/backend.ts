import { resolve } from 'node:path'
import { Command } from 'commander'
import pc from 'picocolors'
import { CLAUSES, isAboutBackend, isClauseId } from '../../../contract/index.ts'
import { checkPlaceOfRecording, createBackendRecording } from '../../../recording/index.ts'
import { describeTarget, didYouMean, indented, nameTarget } from '../../../report/index.ts'
import { backendSteps, RepeatedRun } from '../../../reproduce/index.ts'
import { collectBackendScenarios, type DeclaredBackendScenario } from '../../../runner/backend/index.ts'
import { nameOf } from '../../../runner/index.ts'
import type { CompletedBackendScenario } from '../../../scenario/outcome.ts'
import type { BackendSettings } from '../../../session/backend-settings.ts'
import { ConfigurationError } from '../../../util/errors.ts'
import { harnessVersion } from '../../conformance-run/build-result.ts'
import { isAboutBackends, scenarioFiles } from '../../conformance-run/selection.ts'
import {
  addBackendOptions,
  type BackendOptions,
  backendFlags,
  checkBackendOptions,
} from '../../options/backend.ts'
import { npmRun } from '../../options/npm-run.ts'
import { parsed } from '../../options/parse.ts'
import { shellWord } from '../../options/shell-words.ts'
import { ROOT } from '../../vitest/run.ts'
import { MOCK } from '../verify-backend/command.ts'
import { backendRunSettings, resolveBackendUnderTest } from '../verify-backend/verify-backend.ts'
import { addPlayOptions, type ReproOptions, reproCommand } from './command.ts'
import { otherScenariosHint } from './output.ts'
import { type ReproducedScenario, ReproduceRun } from './run.ts'

/** What the caller of repro said about a scenario about a backend, syntactically checked. */
interface ReproBackendOptions
  extends BackendOptions,
    Pick<ReproOptions, 'repeat' | 'save' | 'untilFail' | 'waitLimit' | 'wire'> {}

/** Whether a command line names a clause about backends, alone or with the variant of a scenario. */
export function namesBackendClause(args: readonly string[]): boolean {
  return args.some(arg => isBackendName(arg))
}

function isBackendName(word: string): boolean {
  const clause = word.replace(/:.*$/s, '')
  return isClauseId(clause) && isAboutBackend(clause)
}

/** Plays one scenario about a backend. @returns the exit code @throws ConfigurationError */
export async function reproduceBackend(args: readonly string[], workingDirectory: string): Promise<number> {
  const command = addBackendOptions(addPlayOptions(new Command('repro').argument('<scenario>')), MOCK)
  refuseOtherFlags(command, args)
  const options = parsed<ReproBackendOptions>(command, args, 'repro')
  if (options === 'shown') return 0
  checkBackendOptions(options, MOCK)
  const save = options.save === undefined ? undefined : resolve(workingDirectory, options.save)
  if (save !== undefined) checkPlaceOfRecording(save, '--save')
  const wanted = String(command.args[0])
  const [scenario, ...others] = await scenariosNamed(wanted)
  const settings = backendRunSettings(options, await resolveBackendUnderTest(options, workingDirectory))
  console.log(heading(scenario, settings))
  const run = new ReproduceRun(reproduced(scenario, settings), {
    ...options,
    ...(save === undefined ? {} : { save }),
  })
  const exitCode = await run.run()
  const again = (name: string): string =>
    [npmRun('repro'), shellWord(name), ...backendFlags(options)].join(' ')
  if (exitCode === 0 && others.length > 0) console.log(otherScenariosHint(scenario, others, again))
  return exitCode
}

/** @throws ConfigurationError for a flag that repro has for scenarios about gateways alone */
function refuseOtherFlags(command: Command, args: readonly string[]): void {
  const own = command.options.map(({ long }) => long)
  const others = reproCommand().options.map(({ long }) => long)
  const flags = args.map(arg => arg.replace(/=.*$/s, ''))
  const foreign = flags.find(flag => others.includes(flag) && !own.includes(flag))
  if (foreign === undefined) return
  throw new ConfigurationError(
    `${foreign} is for scenarios about gateways, and this one is about backends; leave it out.`,
  )
}

/** The scenario of that name; for a clause, its first one and the others. @throws ConfigurationError */
async function scenariosNamed(
  wanted: string,
): Promise<readonly [DeclaredBackendScenario, ...DeclaredBackendScenario[]]> {
  const files = scenarioFiles(ROOT).filter(file => isAboutBackends(file, ROOT))
  const all = await collectBackendScenarios(async () => {
    for (const file of files.toSorted()) await import(file)
  })
  const named = all.filter(scenario => nameOf(scenario) === wanted)
  const [first, ...others] = named.length > 0 ? named : all.filter(({ clause }) => clause === wanted)
  if (first !== undefined) return [first, ...others]
  throw new ConfigurationError(
    `There is no scenario ${JSON.stringify(wanted)}${didYouMean(wanted, all.map(nameOf))}; ${npmRun('verify-backend')} --list shows the clauses.`,
  )
}

function reproduced(
  scenario: DeclaredBackendScenario,
  settings: BackendSettings,
): ReproducedScenario<CompletedBackendScenario> {
  return {
    scenario,
    open: () => RepeatedRun.ofBackend(scenario, settings),
    record: moment =>
      createBackendRecording(scenario, moment, {
        target: nameTarget(settings.target.identity),
        harness: harnessVersion(),
      }),
    manualSteps: backendSteps,
  }
}

function heading(scenario: DeclaredBackendScenario, { target }: BackendSettings): string {
  const { level, sentence } = CLAUSES[scenario.clause]
  return [
    `${pc.bold(nameOf(scenario))}   ${level}`,
    ...indented(sentence, 2),
    `backend  ${describeTarget(target.identity)}`,
    '',
  ].join('\n')
}
