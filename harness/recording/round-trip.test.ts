import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { GatewayFaultName } from '../../fixtures/faults/gateway/index.ts'
import { areaOf, CLAUSES, isAbout } from '../contract/index.ts'
import { referenceTarget } from '../gateway/index.ts'
import { cleanedEnvironment } from '../process/index.ts'
import { collectScenarios, defaultSettings, GatewaySession, runDeclaredScenario } from '../runner/index.ts'
import { createRecording, type Recording, recordingIn, replayRecording, textOf } from './index.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const scenarios = await collectScenarios(async () => {
  for (const file of globSync('scenarios/**/*.test.ts', { cwd: ROOT, exclude: ['scenarios/backend/**'] })) {
    await import(`${ROOT}${file}`)
  }
})
const usual = scenarios.filter(
  ({ clause, ownGateway }) =>
    isAbout(clause, defaultSettings().capabilities) &&
    CLAUSES[clause].timed !== true &&
    ownGateway !== true &&
    areaOf(clause) !== 'load',
)

/** Faults whose verdicts come about in different ways. */
const FAULTS: readonly GatewayFaultName[] = [
  'drop-connect-response',
  'cross-streams',
  'swap-reason',
  'refusal-as-500',
  'die-on-bad-json',
  'wrong-content-type',
]

test('Scenarios that go well go well when their saved timelines are judged.', {
  timeout: 60_000,
}, async () => {
  expect(await sameTwice([])).toBe(0)
})

test.for(FAULTS)(
  'The verdicts on the fault %s come out of the saved timelines too.',
  { timeout: 60_000 },
  async fault => {
    expect(await sameTwice([fault])).toBeGreaterThan(2)
  },
)

/** Plays the scenarios, and judges what was saved of them. @returns how many did not go well */
async function sameTwice(faults: readonly GatewayFaultName[]): Promise<number> {
  const target = referenceTarget({ edition: 'callback-events', faults, environment: cleanedEnvironment() })
  await using session = new GatewaySession({ ...defaultSettings(), target, limitMs: 2_000 })
  let red = 0
  for (const declared of usual) {
    let recording: Recording | undefined
    const outcome = await runDeclaredScenario(declared, session, {
      judged: async moment => {
        recording = await createRecording(declared, moment, {
          target: 'the reference gateway',
          harness: '1.0.0',
        })
      },
    })
    if (outcome !== undefined) red += 1
    if (recording === undefined) throw new Error(`Nothing was recorded of ${declared.clause}.`)
    const again = await replayRecording(recordingIn(textOf(recording), 'saved'))
    expect({ clause: declared.clause, ...again.outcome }).toEqual({ clause: declared.clause, ...outcome })
  }
  return red
}
