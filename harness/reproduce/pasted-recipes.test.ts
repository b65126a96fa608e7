import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { GatewayFaultName } from '../../fixtures/faults/gateway/index.ts'
import { allScenarios } from '../cli/commands/reproduce/find-scenario.ts'
import type { Edition } from '../contract/index.ts'
import { referenceTarget } from '../gateway/index.ts'
import { cleanedEnvironment } from '../process/index.ts'
import { defaultSettings, nameOf } from '../runner/index.ts'
import { paste } from '../test-support/paste-recipe.ts'
import { type Seen, seenIn, seenOn } from '../test-support/recipe-output.ts'
import { ROOT } from '../util/root.ts'
import { type ManualStep, manualSteps, timelineAsJudged } from './manual-steps.ts'
import { RepeatedRun } from './repeated-run.ts'

interface Case {
  readonly fault: GatewayFaultName
  readonly scenario: string
  readonly edition?: Edition
  readonly shell?: 'bash'
}

/** Every shape that a recipe can have. */
const CASES: readonly Case[] = [
  { fault: 'drop-connect-response', scenario: 'connect/response-event-forwarded' },
  { fault: 'drop-kept-sends', scenario: 'send/during-connect-kept' },
  { fault: 'inject-carriage-return', scenario: 'stream/carriage-return-injects-nothing' },
  { fault: 'refusal-as-500', scenario: 'connect/refusal-status: the backend answers 404' },
  { fault: 'follow-redirect', scenario: 'connect/redirect-refused: the backend answers 302' },
  {
    fault: 'broken-answer-as-500',
    scenario: 'connect/broken-answer-refused: "HTTP/1.1 two hundred\\r\\n\\r\\n"',
  },
  { fault: 'timeout-as-500', scenario: 'connect/backend-timeout' },
  { fault: 'unreachable-as-500', scenario: 'connect/backend-unreachable' },
  { fault: 'drop-disconnect-on-client-close', scenario: 'disconnect/client-close-reported' },
  { fault: 'drop-disconnect-on-early-leave', scenario: 'disconnect/early-leave-reported', shell: 'bash' },
  { fault: 'wait-for-disconnect', scenario: 'replace/close-does-not-wait' },
  { fault: 'first-repeated-key-wins', scenario: 'send/repeated-keys-read-as-json' },
  { fault: 'content-type-as-500', scenario: 'send/other-content-type-handled' },
  { fault: 'accept-invalid-utf8', scenario: 'send/invalid-utf8-refused' },
  { fault: 'html-errors', scenario: 'send/errors-are-json: a body that is too large' },
  { fault: 'no-envelope', scenario: 'envelope/named-event-enveloped', edition: 'envelope' },
  { fault: 'ignore-connection-close', scenario: 'http/connection-close-honoured: /healthz' },
  {
    fault: 'accept-invalid-callback-url',
    scenario: 'health/unready-with-unusable-callback: "ftp://127.0.0.1/"',
  },
  { fault: 'die-on-disconnect-failure', scenario: 'disconnect/backend-failure-isolated: it answers 500' },
  { fault: 'drop-disconnect-on-stop', scenario: 'lifecycle/stop-reports-streams: two open streams' },
  { fault: 'stop-with-error', scenario: 'lifecycle/stop-exit-code: two open streams', shell: 'bash' },
]

const COMPILE_CACHE = fileURLToPath(new URL('../../node_modules/.cache/reference-gateway', import.meta.url))

const scenarios = (await allScenarios(ROOT)).map(({ scenario }) => scenario)

/** What this program saw on a gateway with a fault, and the recipe that it prints. */
async function found({ edition = 'callback-events', fault, scenario: name }: Case) {
  const scenario = scenarios.find(declared => nameOf(declared) === name)
  if (scenario === undefined) throw new Error(`There is no scenario ${name}.`)
  const target = referenceTarget({ edition, faults: [fault], environment: cleanedEnvironment() })
  const told: { seen: Seen; recipe: readonly ManualStep[] }[] = []
  await using player = RepeatedRun.ofGateway(scenario, { ...defaultSettings(edition), target })
  await player.play({
    judged: async ({ at, entries, verdict }) => {
      expect(verdict?.party).toBe('gateway')
      const { heartbeatSeconds } = scenario
      const timeline = timelineAsJudged({ entries })
      const recipe = manualSteps({ timeline, at, target, gatewayEnv: [], heartbeatSeconds })
      told.push({ seen: seenIn(timeline), recipe })
    },
  })
  const [first] = told
  if (first === undefined) throw new Error(`${name} was not judged.`)
  return first
}

async function seenByHand(recipe: readonly ManualStep[], shell: string): Promise<Seen> {
  const environment = { NODE_COMPILE_CACHE: COMPILE_CACHE }
  return seenOn(await paste(recipe, { shell, environment }), recipe)
}

// They mostly wait.
describe.concurrent('A recipe that is pasted shows what was found, and on a gateway without the fault something else:', () => {
  test.for(CASES)('$fault, $scenario', async tried => {
    const { fault, shell = 'sh' } = tried
    const { recipe, seen } = await found(tried)
    const faultless = recipe.map(line => line.replace(` --fault ${fault}`, ''))
    expect(faultless).not.toEqual(recipe)
    const used = spawnSync(shell, ['-c', ':']).error === undefined ? shell : 'sh'
    const [withFault, without] = await Promise.all([seenByHand(recipe, used), seenByHand(faultless, used)])
    expect(withFault).toEqual(seen)
    expect(without).not.toEqual(seen)
  })
})
