import { expect, test } from 'vitest'
import type { BackendClauseId } from '../../contract/index.ts'
import { ViolationError } from '../../diagnosis/index.ts'
import type { Outcome } from '../../scenario/outcome.ts'
import { mockSession, runAll, scenariosOf } from '../../test-support/backend-runs.ts'
import { runBackendScenario } from './run-scenario.ts'

const ELSEWHERE = { settings: { SSE_GATEWAY_URL: 'http://127.0.0.1:1' } }

const NEED_SENDS: readonly BackendClauseId[] = ['backend/version-sent', 'backend/task-events-sent']

test('Report a backend that sends elsewhere once, and what else needs its sends as not testable for the same cause', async () => {
  await using session = mockSession(ELSEWHERE)
  const [first, ...others] = await runAll(session, scenariosOf(...NEED_SENDS))
  expect(first?.verdict?.finding).toBe('configuration/gateway-url-wrong')
  expect(others.length).toBeGreaterThan(2)
  for (const other of others)
    expect(other?.notTestable).toBe(
      'the backend has sent nothing to the gateway; same cause as backend/task-events-sent',
    )
  expect(session.silentSince).toBe('backend/task-events-sent')
}, 60_000)

test.for(['before', 'after'] as const)(
  'Report a backend once that asks for the health of the gateway %s its first send, and sends elsewhere',
  { timeout: 60_000 },
  async order => {
    await using session = mockSession({ faults: ['sends-to-fixed-address'] })
    const asks = scenariosOf('backend/readiness-reflects-gateway')
    const sends = scenariosOf(...NEED_SENDS)
    const outcomes = await runAll(session, order === 'before' ? [...asks, ...sends] : [...sends, ...asks])
    const [red, ...others] = outcomes.flatMap(outcome => outcome?.verdict ?? [])
    expect(red?.finding).toBe('backend/gateway-url-unused')
    expect(red?.summary).toMatch(/^The backend asked the gateway at http.*, which this program gave it/)
    expect(others).toEqual([])
    expect(outcomes.flatMap(outcome => outcome?.notTestable ?? [])).toHaveLength(sends.length - 1)
  },
)

test('Report findings with another cause on a backend that sends elsewhere', async () => {
  await using session = mockSession(ELSEWHERE)
  session.hearsNothing('backend/task-events-sent')
  const judged = async (what: 'test-hook-fails' | 'no-progress'): Promise<Outcome | undefined> =>
    runBackendScenario(session, 'backend/version-sent', async ({ backend, uniqueId }) => {
      await backend.announceVersion(uniqueId(), '1')
      throw new ViolationError({ party: 'backend', what, summary: 'It was seen.', streams: [] })
    })
  expect((await judged('test-hook-fails'))?.verdict?.finding).toBe('backend/test-hook-fails')
  expect((await judged('no-progress'))?.notTestable).toMatch(/same cause as backend\/task-events-sent$/)
}, 60_000)

test.for(['backend/one-connection-per-id', 'backend/events-counted'] as const)(
  'Report a backend that sends elsewhere also where %s finds it first',
  async clause => {
    await using session = mockSession(ELSEWHERE)
    const [red] = (await runAll(session, scenariosOf(clause))).flatMap(outcome => outcome?.verdict ?? [])
    expect(red?.finding).toBe('configuration/gateway-url-wrong')
  },
)

test('Run scenarios with their full waits again once a backend that was given up sends', async () => {
  await using session = mockSession({})
  session.hearsNothing('backend/task-events-sent')
  for (const outcome of await runAll(session, scenariosOf('backend/task-and-version-streams-separate')))
    expect(outcome).toBeUndefined()
}, 60_000)
