import { expect, test } from 'vitest'
import type { BackendFaultName } from '../../fixtures/faults/backend/index.ts'
import { mockBackendTarget } from '../backend/targets/mock/index.ts'
import type { BackendClauseId } from '../contract/index.ts'
import {
  BackendSession,
  defaultBackendSettings,
  runDeclaredBackendScenario,
} from '../runner/backend/index.ts'
import { allBackendScenarios } from '../test-support/backend-scenarios.ts'
import { createBackendRecording, type Recording, recordingIn, replayRecording, textOf } from './index.ts'

const scenarios = await allBackendScenarios()

/** Faults whose verdicts come about in different ways, with a clause that shows each. */
const FAULTS: readonly (readonly [BackendFaultName, BackendClauseId])[] = [
  ['no-connection-open', 'backend/connection-open-answered'],
  ['closes-twice', 'backend/replacement-receives'],
  ['no-close-on-replace', 'backend/replaced-closed-first'],
  ['no-close-after-completion', 'backend/task-end-closes'],
  ['drops-pending', 'backend/version-queued'],
  ['single-threaded', 'backend/slow-send-isolated'],
  ['dies-on-announcement', 'backend/version-sent'],
  ['sends-to-fixed-address', 'backend/version-sent'],
  ['leaks-secret', 'backend/answers-leak-nothing'],
  ['logs-headers', 'backend/logs-leak-nothing'],
  ['counts-nothing', 'backend/connections-counted'],
]

const PASSING: ReadonlySet<string> = new Set<BackendClauseId>([
  'backend/connect-accepted',
  'backend/task-events-sent',
  'backend/version-sent',
  'backend/secret-required',
])

test('Backend scenarios that pass also pass when their saved timelines are judged.', {
  timeout: 60_000,
}, async () => {
  const quick = scenarios.filter(({ clause }) => PASSING.has(clause))
  expect(await playAndReplay([], quick)).toEqual([])
})

test.for(FAULTS)(
  'The verdict on the backend fault %s comes out of its saved timeline too.',
  {
    timeout: 60_000,
  },
  async ([fault, clause]) => {
    const found = await playAndReplay(
      [fault],
      scenarios.filter(one => one.clause === clause),
    )
    expect(found.length).toBeGreaterThan(0)
  },
)

/** Runs scenarios, and judges their saved timelines. @returns the findings */
async function playAndReplay(
  faults: readonly BackendFaultName[],
  declared: typeof scenarios,
): Promise<readonly string[]> {
  const target = mockBackendTarget({ faults })
  await using session = new BackendSession({ ...defaultBackendSettings(target), limitMs: 2_000 })
  const findings: string[] = []
  for (const scenario of declared) {
    let recording: Recording | undefined
    const outcome = await runDeclaredBackendScenario(scenario, session, {
      judged: async moment => {
        const provenance = { target: 'the mock application', harness: '1.0.0' }
        recording = await createBackendRecording(scenario, moment, provenance)
      },
    })
    if (outcome?.notTestable !== undefined) continue
    if (recording === undefined) throw new Error(`Nothing was recorded of ${scenario.clause}.`)
    const { verdict } = (await replayRecording(recordingIn(textOf(recording), 'saved'))).outcome ?? {}
    const { finding, party, summary } = outcome?.verdict ?? {}
    expect(verdict && { finding: verdict.finding, party: verdict.party, summary: verdict.summary }).toEqual(
      outcome && { finding, party, summary },
    )
    if (finding !== undefined) findings.push(finding)
  }
  return findings
}
