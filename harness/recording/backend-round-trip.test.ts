import { expect, test } from 'vitest'
import type { BackendFaultName } from '../../fixtures/faults/backend/index.ts'
import { mockBackendTarget } from '../backend/targets/mock/index.ts'
import type { BackendClauseId } from '../contract/index.ts'
import {
  BackendSession,
  defaultBackendSettings,
  runDeclaredBackendScenario,
} from '../runner/backend/index.ts'
import { nameOf } from '../scenario/scenario-name.ts'
import { allBackendScenarios } from '../test-support/backend-scenarios.ts'
import { createBackendRecording, type Recording, recordingIn, replayRecording, textOf } from './index.ts'

const scenarios = await allBackendScenarios()

/** Verdicts that no expectation of the record shows: the backend died, or a wait for it ended in vain. */
const NOT_EXPECTED: ReadonlySet<BackendFaultName> = new Set(['dies-on-announcement'])

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

test('Backend scenarios that pass also pass when their saved timelines are judged.', {
  timeout: 120_000,
}, async () => {
  const played = await playAndReplay([], scenarios)
  expect(played.findings).toEqual([])
  expect(played.expectations).toBeGreaterThan(scenarios.length)
})

test.for(FAULTS)(
  'The verdict on the backend fault %s comes out of its saved timeline too.',
  {
    timeout: 60_000,
  },
  async ([fault, clause]) => {
    const played = await playAndReplay(
      [fault],
      scenarios.filter(one => one.clause === clause),
    )
    expect(played.findings.length).toBeGreaterThan(0)
    expect(played.asFoundThen).toEqual(NOT_EXPECTED.has(fault) ? played.findings : [])
  },
)

interface Played {
  readonly findings: readonly string[]
  /** Those that were repeated as recorded, since no expectation shows them. */
  readonly asFoundThen: readonly string[]
  readonly expectations: number
}

/** Runs scenarios, and judges their saved timelines. */
async function playAndReplay(
  faults: readonly BackendFaultName[],
  declared: typeof scenarios,
): Promise<Played> {
  const target = mockBackendTarget({ faults })
  await using session = new BackendSession({ ...defaultBackendSettings(target), limitMs: 2_000 })
  const [findings, asFoundThen]: [string[], string[]] = [[], []]
  let expectations = 0
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
    const replayed = await replayRecording(recordingIn(textOf(recording), 'saved'))
    const { verdict } = replayed.outcome ?? {}
    const { finding, party, summary } = outcome?.verdict ?? {}
    expect({
      scenario: nameOf(scenario),
      verdict: verdict && { finding: verdict.finding, party: verdict.party, summary: verdict.summary },
    }).toEqual({ scenario: nameOf(scenario), verdict: outcome && { finding, party, summary } })
    expectations += replayed.expectations
    if (finding === undefined) continue
    findings.push(finding)
    if (replayed.asFoundThen) asFoundThen.push(finding)
  }
  return { findings, asFoundThen, expectations }
}
