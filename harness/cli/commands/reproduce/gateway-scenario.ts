import { createRecording } from '../../../recording/index.ts'
import { nameTarget } from '../../../report/index.ts'
import {
  endOfGateway,
  manualSteps,
  manualStepsWhilePaused,
  PausedScenario,
  playingBackend,
  RepeatedRun,
  streamStates,
  timelineAsJudged,
} from '../../../reproduce/index.ts'
import type { CompletedScenario, DeclaredScenario, GatewayRunSettings } from '../../../runner/index.ts'
import { harnessVersion } from '../../version.ts'
import type { ReproduceOptions } from './command.ts'
import { formatManualSteps, formatPaused } from './output.ts'
import type { ReproducedScenario } from './run.ts'

const OF_THE_BACKEND =
  '# cannot be replayed by hand: the backend is at fault, and a recipe has a stand-in for it'

/** A scenario about a gateway, to be reproduced. */
export function gatewayScenario(
  scenario: DeclaredScenario,
  settings: GatewayRunSettings,
  { gatewayEnv }: Pick<ReproduceOptions, 'gatewayEnv'>,
): ReproducedScenario<CompletedScenario> {
  const { backend, target } = settings
  return {
    scenario,
    open: () => RepeatedRun.ofGateway(scenario, settings),
    record: moment =>
      createRecording(scenario, moment, {
        target: nameTarget(target.identity),
        ...(backend === undefined ? {} : { backend: nameTarget(backend.identity) }),
        harness: harnessVersion(),
      }),
    manualSteps: moment => {
      if (moment.verdict?.party === 'backend' && playingBackend(scenario, settings) !== undefined) {
        return [OF_THE_BACKEND]
      }
      return manualSteps({
        timeline: timelineAsJudged(moment),
        at: moment.at,
        target,
        gatewayEnv: Object.keys(gatewayEnv),
        heartbeatSeconds: scenario.heartbeatSeconds,
      })
    },
    pause: async moment => {
      const { timeline } = moment
      const held = await PausedScenario.at(moment)
      return {
        lines: [
          formatPaused(held.addresses, streamStates(timeline), endOfGateway(timeline)),
          formatManualSteps(manualStepsWhilePaused(timeline, held.addresses), 'by hand, as it stands:'),
        ],
        [Symbol.asyncDispose]: () => held[Symbol.asyncDispose](),
      }
    },
  }
}
