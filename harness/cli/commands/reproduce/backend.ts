import { resolve } from 'node:path'
import pc from 'picocolors'
import { CLAUSES } from '../../../contract/index.ts'
import { checkPlaceOfRecording, createBackendRecording } from '../../../recording/index.ts'
import { describeTarget, didYouMean, indented, nameTarget } from '../../../report/index.ts'
import { backendSteps, backendStepsWhilePaused, RepeatedRun } from '../../../reproduce/index.ts'
import { collectBackendScenarios, type DeclaredBackendScenario } from '../../../runner/backend/index.ts'
import { nameOf } from '../../../runner/index.ts'
import type { CompletedBackendScenario } from '../../../scenario/outcome.ts'
import type { BackendSettings } from '../../../session/backend-settings.ts'
import { ConfigurationError } from '../../../util/errors.ts'
import { CONFORMS } from '../../../util/exit-codes.ts'
import { ROOT } from '../../../util/root.ts'
import { isAboutBackends, scenarioFiles } from '../../conformance-run/selection.ts'
import { typedCommand } from '../../options/typed-command.ts'
import { harnessVersion } from '../../version.ts'
import { backendRunSettings, resolveBackendUnderTest } from '../backend/backend.ts'
import { backendReproduction, type ReproduceBackendOptions } from './backend-command.ts'
import { formatManualSteps, formatPausedBackend, otherScenariosHint } from './output.ts'
import { type ReproducedScenario, ReproduceRun } from './run.ts'

/** Plays one scenario about a backend. @returns the exit code @throws ConfigurationError */
export async function run(options: ReproduceBackendOptions, workingDirectory: string): Promise<number> {
  const save = options.save === undefined ? undefined : resolve(workingDirectory, options.save)
  if (save !== undefined) checkPlaceOfRecording(save, '--save')
  const [scenario, ...others] = await scenariosNamed(options.scenario ?? '')
  const settings = backendRunSettings(
    options,
    await resolveBackendUnderTest(options, workingDirectory),
    workingDirectory,
  )
  console.log(heading(scenario, settings))
  const exitCode = await new ReproduceRun(reproduced(scenario, settings), {
    ...options,
    ...(save === undefined ? {} : { save }),
  }).run()
  if (exitCode === CONFORMS && others.length > 0)
    console.log(otherScenariosHint(scenario, others, name => backendReproduction(options, name)))
  return exitCode
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
    `There is no scenario ${JSON.stringify(wanted)}${didYouMean(wanted, all.map(nameOf))}; ${typedCommand('backend', ['--list'])} shows the clauses.`,
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
    pause: async moment => ({
      lines: [
        formatPausedBackend(
          { backend: moment.facts.status.address, gateway: moment.world.gatewayAddress },
          moment.world.gateway.streams.map(({ state, target, token }) => ({
            request: `GET ${target}`,
            state,
            token,
          })),
          moment.facts.ended(),
        ),
        formatManualSteps(backendStepsWhilePaused(moment), 'by hand, as it stands:'),
      ],
      [Symbol.asyncDispose]: async () => {},
    }),
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
