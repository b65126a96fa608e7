import { resolve } from 'node:path'
import { clausesOf } from '../../../contract/index.ts'
import { checkPlaceOfRecording } from '../../../recording/index.ts'
import { editionNotice } from '../../../report/index.ts'
import { harnessVersion } from '../../conformance-run/build-result.ts'
import { editionCheck } from '../../conformance-run/edition-check.ts'
import { gatewayFlags, requestedCapabilities } from '../../options/gateway.ts'
import { npmRun } from '../../options/npm-run.ts'
import { reproduction } from '../../options/reproduce-command.ts'
import { gatewaySettings, resolveTargets } from '../../options/to-settings.ts'
import { runCommandLine } from '../../run-command.ts'
import { ROOT } from '../../vitest/run.ts'
import { namesBackendClause, reproduceBackend } from './backend.ts'
import { parseReproCommandLine, type ReproOptions } from './command.ts'
import { allScenarios, findScenario } from './find-scenario.ts'
import { gatewayScenario } from './gateway-scenario.ts'
import { otherScenariosHint, reproHeading } from './output.ts'
import { replay } from './replay.ts'
import { ReproduceRun } from './run.ts'

async function repro(options: ReproOptions, workingDirectory: string): Promise<number> {
  const { edition } = options
  const save = options.save === undefined ? undefined : resolve(workingDirectory, options.save)
  if (save !== undefined) checkPlaceOfRecording(save, '--save')
  const where = { edition, capabilities: requestedCapabilities(options), root: ROOT, workingDirectory }
  const { others, scenario } = findScenario(options.scenario, await allScenarios(ROOT), where)
  const settings = gatewaySettings(options, await resolveTargets(options, workingDirectory))
  console.log(reproHeading(scenario, settings, edition))
  const again = (other: Pick<ReproOptions, 'edition' | 'cors'>): string =>
    clausesOf(requestedCapabilities(other)).includes(scenario.clause)
      ? reproduction({ ...options, ...other }, options.scenario)
      : [npmRun('gate'), ...gatewayFlags({ ...options, ...other })].join(' ')
  const look = editionCheck(options, settings.target, again)?.look
  const exitCode = await new ReproduceRun(gatewayScenario(scenario, settings, options), {
    ...options,
    ...(save === undefined ? {} : { save }),
  }).run(async () => {
    const another = await look?.()
    if (another !== undefined) console.log(editionNotice(another, edition))
  })
  // Whoever sees a failure has what there was to see; one that holds may have been the wrong one.
  if (exitCode === 0 && others.length > 0)
    console.log(otherScenariosHint(scenario, others, name => reproduction(options, name)))
  return exitCode
}

/** What the command line of repro asks for. @returns the exit code */
export function main(): Promise<number> {
  return runCommandLine('repro', async workingDirectory => {
    const args = process.argv.slice(2)
    if (namesBackendClause(args)) return reproduceBackend(args, workingDirectory)
    const options = parseReproCommandLine(args, harnessVersion())
    if (options === 'shown') return 0
    if (options.replay !== undefined) return replay(options, workingDirectory)
    return repro(options, workingDirectory)
  })
}
