import { beforeAll, describe, expect, test } from 'vitest'
import { mockBackendTarget } from '../backend/targets/mock/index.ts'
import type { BackendClauseId } from '../contract/index.ts'
import {
  BackendSession,
  defaultBackendSettings,
  runDeclaredBackendScenario,
} from '../runner/backend/index.ts'
import { allBackendScenarios } from '../test-support/backend-scenarios.ts'
import { createBackendRecording, recordingIn, replayRecording, textOf } from './index.ts'

const CLAUSES = [
  'backend/version-sent',
  'backend/connection-open-answered',
  'backend/connections-counted',
  'backend/slow-send-isolated',
  'backend/logs-leak-nothing',
] as const satisfies readonly BackendClauseId[]

/** Timelines of scenarios that the mock application passes, as they are saved. */
const saved = new Map<BackendClauseId, string>()

beforeAll(async () => {
  const scenarios = await allBackendScenarios()
  await using session = new BackendSession(defaultBackendSettings(mockBackendTarget({ faults: [] })))
  for (const clause of CLAUSES) {
    const scenario = scenarios.find(one => one.clause === clause)
    if (scenario === undefined) throw new Error(`There is no scenario of ${clause}.`)
    await runDeclaredBackendScenario(scenario, session, {
      judged: async moment => {
        const provenance = { target: 'the mock application', harness: '1.0.0' }
        saved.set(clause, textOf(await createBackendRecording(scenario, moment, provenance)))
      },
    })
  }
}, 60_000)

/** The finding of a saved timeline after a change of its text. */
async function found(clause: BackendClauseId, change: (text: string) => string): Promise<string | undefined> {
  const before = saved.get(clause) ?? ''
  const text = change(before)
  if (text === before) throw new Error('The change changes nothing.')
  const { outcome, asFoundThen } = await replayRecording(recordingIn(text, 'saved'))
  expect(asFoundThen).toBe(false)
  return outcome?.verdict?.finding
}

/** Changes the lines of one kind of entry. */
function inLines(kind: string, from: string | RegExp, to: string): (text: string) => string {
  return text =>
    text
      .split('\n')
      .map(line => (line.includes(`"kind":"${kind}"`) ? line.replace(from, to) : line))
      .join('\n')
}

describe('The replay of a passing timeline fails', () => {
  test.each([
    ['another version is expected', 'version-sent', 'expectation', '"1.2.3"', '"9"', 'event-wrong'],
    [
      'a status other than the reported one is expected',
      'version-sent',
      'expectation',
      '["delivered"]',
      '["queued"]',
      'announcement-misreported',
    ],
    ['the backend sent something else', 'version-sent', 'send-request', '1.2.3', '1.2.4', 'event-wrong'],
    [
      'a connect answer has no event',
      'connection-open-answered',
      'callback-response',
      /"body":"(?:[^"\\]|\\.)*"/,
      '"body":"{}"',
      'connection-open-missing',
    ],
    [
      'a connect answer is a refusal',
      'connection-open-answered',
      'callback-response',
      '"status":200',
      '"status":400',
      'stream-refused',
    ],
    [
      'another change of a metric is expected',
      'connections-counted',
      'expectation',
      '"by":2',
      '"by":3',
      'metrics-wrong',
    ],
    [
      'a metric had another value',
      'connections-counted',
      'backend-response',
      /(connections_total\{[^}]*connect[^}]*\}) \d+/,
      '$1 77',
      'metrics-wrong',
    ],
    [
      'an answer came too late',
      'slow-send-isolated',
      'expectation',
      '"inTime":true',
      '"inTime":false',
      'lock-held-during-send',
    ],
    [
      'a printed line holds a secret',
      'logs-leak-nothing',
      'expectation',
      '"lines":[',
      '"lines":["abc.def.ghi",',
      'log-leaks-secret',
    ],
  ] as const)('when %s.', async (_, clause, kind, from, to, finding) => {
    expect(await found(`backend/${clause}`, inLines(kind, from, to))).toBe(`backend/${finding}`)
  })
})

test('A timeline that expects something of an exchange that it lacks is refused.', async () => {
  const change = inLines('expectation', /"\$call":\d+/, '"$call":999999')
  await expect(found('backend/connection-open-answered', change)).rejects.toThrow(
    'expects something of $call 999999',
  )
})
