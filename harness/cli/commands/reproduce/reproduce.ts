import { resolve } from 'node:path'
import { clausesOf } from '../../../contract/index.ts'
import { checkPlaceOfRecording } from '../../../recording/index.ts'
import { editionNotice } from '../../../report/index.ts'
import { CONFORMS } from '../../../util/exit-codes.ts'
import { ROOT } from '../../../util/root.ts'
import { editionCheck } from '../../conformance-run/edition-check.ts'
import { flagsAgain } from '../../options/flags-again.ts'
import { requestedCapabilities } from '../../options/gateway.ts'
import { gatewaySettings, resolveTargets } from '../../options/to-settings.ts'
import { typedCommand } from '../../options/typed-command.ts'
import { GATE } from '../gate/command.ts'
import { type ReproduceOptions, reproduction } from './command.ts'
import { allScenarios, findScenario } from './find-scenario.ts'
import { gatewayScenario } from './gateway-scenario.ts'
import { otherScenariosHint, reproHeading } from './output.ts'
import { replay } from './replay.ts'
import { ReproduceRun } from './run.ts'

/** Plays one scenario, or judges a saved timeline again. @returns the exit code */
export async function run(options: ReproduceOptions, workingDirectory: string): Promise<number> {
  if (options.replay !== undefined) return replay(options.replay, options.wire, workingDirectory)
  const { edition, scenario: wanted = '' } = options
  const save = options.save === undefined ? undefined : resolve(workingDirectory, options.save)
  if (save !== undefined) checkPlaceOfRecording(save, '--save')
  const where = { edition, capabilities: requestedCapabilities(options), root: ROOT, workingDirectory }
  const { others, scenario } = findScenario(wanted, await allScenarios(ROOT), where)
  const settings = gatewaySettings(options, await resolveTargets(options, workingDirectory))
  console.log(reproHeading(scenario, settings, edition))
  const again = (other: Pick<ReproduceOptions, 'edition' | 'cors'>): string =>
    clausesOf(requestedCapabilities(other)).includes(scenario.clause)
      ? reproduction({ ...options, ...other }, wanted)
      : typedCommand('gate', flagsAgain(GATE.rows, { ...options, ...other }))
  const look = editionCheck(options, settings.target, again)?.look
  const exitCode = await new ReproduceRun(gatewayScenario(scenario, settings, options), {
    ...options,
    ...(save === undefined ? {} : { save }),
  }).run(async () => {
    const another = await look?.()
    if (another !== undefined) console.log(editionNotice(another, edition))
  })
  // Whoever sees a failure has what there was to see; one that holds may have been the wrong one.
  if (exitCode === CONFORMS && others.length > 0)
    console.log(otherScenariosHint(scenario, others, name => reproduction(options, name)))
  return exitCode
}
