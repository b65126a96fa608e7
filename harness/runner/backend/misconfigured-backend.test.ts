import { describe, expect, test } from 'vitest'
import type { BackendClauseId } from '../../contract/index.ts'
import type { FindingId, Verdict } from '../../diagnosis/index.ts'
import { mockSession, runAll, scenariosOf } from '../../test-support/backend-runs.ts'
import { runBackendScenario } from './run-scenario.ts'

/** The first verdict on the mock application in these settings. */
async function verdictOn(
  clause: BackendClauseId,
  settings: Readonly<Record<string, string>>,
): Promise<Verdict | undefined> {
  await using session = mockSession({ settings })
  for (const declared of scenariosOf(clause)) {
    const [outcome] = await runAll(session, [declared])
    if (outcome?.notTestable !== undefined) throw new Error(outcome.notTestable)
    if (outcome?.verdict !== undefined) return outcome.verdict
  }
  return undefined
}

const WRONG: readonly (readonly [
  mistake: string,
  clause: BackendClauseId,
  settings: Readonly<Record<string, string>>,
  finding: FindingId,
  words: readonly string[],
])[] = [
  [
    'with another secret than that of the callback URL',
    'backend/secret-accepted',
    { SSE_CALLBACK_SECRET: 'another' },
    'configuration/secrets-differ',
    ['401', 'SSE_CALLBACK_SECRET'],
  ],
  [
    'with the address of another gateway',
    'backend/version-sent',
    { SSE_GATEWAY_URL: 'http://127.0.0.1:1' },
    'configuration/gateway-url-wrong',
    ['SSE_GATEWAY_URL', '/api/health/readyz'],
  ],
  [
    'with the address of another gateway, where something is waited for',
    'backend/slow-send-isolated',
    { SSE_GATEWAY_URL: 'http://127.0.0.1:1' },
    'configuration/gateway-url-wrong',
    ['SSE_GATEWAY_URL'],
  ],
  [
    'that takes one request at a time',
    'backend/slow-send-isolated',
    { SSE_BACKEND_FAULTS: 'single-threaded' },
    'backend/requests-one-at-a-time',
    ['threaded=True', 'gunicorn with --threads'],
  ],
  [
    'that closes a replaced connection under its lock',
    'backend/close-without-lock',
    { SSE_BACKEND_FAULTS: 'close-under-lock' },
    'backend/lock-held-during-close',
    ['it answered /api/health/healthz but not the disconnect callback', 'a lock that is held'],
  ],
  [
    'that sends under its lock',
    'backend/slow-send-isolated',
    { SSE_BACKEND_FAULTS: 'sends-under-lock' },
    'backend/lock-held-during-send',
    ['a lock that is held'],
  ],
  [
    'whose timeout is longer than the 5 s of the gateway',
    'backend/connect-before-timeout',
    { SSE_BACKEND_FAULTS: 'slow-sends' },
    'backend/send-timeout-too-long',
    ['504', 'below 5 s'],
  ],
  [
    'that answers callbacks with a page',
    'backend/connect-accepted',
    { SSE_BACKEND_FAULTS: 'answers-html' },
    'backend/callback-answered-with-page',
    ['text/html', 'catch-all route'],
  ],
  [
    'that declares its answers as HTML',
    'backend/connect-accepted',
    { SSE_BACKEND_FAULTS: 'json-as-html' },
    'backend/answer-content-type-wrong',
    ['with 200 and the right JSON', '"text/html', 'expected application/json'],
  ],
  [
    'that closes the stream of a task first',
    'backend/task-backlog-flushed',
    { SSE_BACKEND_FAULTS: 'reverses-pending' },
    'backend/send-after-close',
    ['The gateway answered 404, because the stream was over', 'comes last'],
  ],
  [
    'that asks for the secret outside production',
    'backend/secret-not-required-outside-production',
    { SSE_BACKEND_FAULTS: 'requires-secret-everywhere' },
    'backend/secret-required-outside-production',
    ['does not run in production'],
  ],
  [
    'that has its test hooks in production',
    'backend/no-hooks-in-production',
    { SSE_BACKEND_FAULTS: 'hooks-in-production' },
    'backend/test-hooks-in-production',
    ['POST /api/testing/deployments/version', 'are registered'],
  ],
  [
    'that calls itself dead without a gateway',
    'backend/alive',
    { SSE_BACKEND_FAULTS: 'health-depends-on-gateway' },
    'backend/health-depends-on-gateway',
    ['while no gateway answered at SSE_GATEWAY_URL'],
  ],
  [
    'that takes any action',
    'backend/unknown-action-refused',
    { SSE_BACKEND_FAULTS: 'accepts-unknown-actions' },
    'backend/unknown-action-accepted',
    ['the action "reconnect"', 'expected 400.'],
  ],
  [
    'whose greeting is a page',
    'backend/connection-open-answered',
    { SSE_BACKEND_FAULTS: 'answers-html' },
    'backend/callback-answered-with-page',
    ['text/html'],
  ],
  [
    'that never closes a replaced connection, where the close is waited for',
    'backend/close-without-lock',
    { SSE_BACKEND_FAULTS: 'no-close-on-replace' },
    'backend/replaced-connection-left-open',
    ['did not close the token of the first'],
  ],
  [
    'that drops what waits, where it is waited for',
    'backend/slow-send-isolated',
    { SSE_BACKEND_FAULTS: 'drops-pending' },
    'backend/no-progress',
    ['version 1.0, which waits for the client that connects'],
  ],
  [
    'that sends nothing to a connected client',
    'backend/failed-send-keeps-connection',
    { SSE_BACKEND_FAULTS: 'queues-always' },
    'backend/event-not-sent',
    ['The backend sent nothing to the client', 'expected "version" {"version":"2"}'],
  ],
  [
    'that logs headers',
    'backend/logs-leak-nothing',
    { SSE_BACKEND_FAULTS: 'logs-headers' },
    'backend/log-leaks-secret',
    ['"authorization":[redacted]', 'every line of the log'],
  ],
  [
    'that fails on a body which is no callback',
    'backend/hostile-bodies-handled',
    { SSE_BACKEND_FAULTS: 'no-type-checks' },
    'backend/hostile-callback-fails',
    ['a callback whose body is null', 'expected 2xx or 400'],
  ],
  [
    'that goes on sending after a 404',
    'backend/no-sends-after-404',
    { SSE_BACKEND_FAULTS: 'keeps-stale-mapping' },
    'backend/sends-after-404',
    ['✗ expected: no send to this token after "version"'],
  ],
  [
    'that refuses with a page',
    'backend/refusal-is-json',
    { SSE_BACKEND_FAULTS: 'refuses-in-html' },
    'backend/refusal-without-error',
    ['✗ expected: {"error":"…"} as application/json, with 400 or another 4xx status'],
  ],
  [
    'that has no such metric',
    'backend/events-counted',
    { SSE_BACKEND_FAULTS: 'counts-no-errors' },
    'backend/metrics-wrong',
    [
      '/metrics has no sse_gateway_events_sent_total{service="version",status="error"}',
      'Of that name it has sse_gateway_events_sent_total{service="version",status="success"}',
    ],
  ],
  [
    'that dies',
    'backend/hostile-bodies-handled',
    { SSE_BACKEND_FAULTS: 'dies-on-large-bodies' },
    'backend/process-died',
    ['exit code 1', 'last output of the backend:', 'MemoryError: cannot hold a body'],
  ],
]

describe.concurrent('Explain what is wrong with a backend', () => {
  test.for(WRONG)('%s', { timeout: 120_000 }, async ([, clause, settings, finding, words]) => {
    const verdict = await verdictOn(clause, settings)
    expect(verdict?.finding).toBe(finding)
    const report = [verdict?.summary, verdict?.check, ...(verdict?.evidence ?? [])].join('\n')
    for (const word of words) expect(report).toContain(word)
  })
})

test('Find nothing wrong with a backend without a mistake', async () => {
  await using session = mockSession({})
  const clauses = new Set(WRONG.map(([, clause]) => clause))
  for (const outcome of await runAll(session, scenariosOf(...clauses))) expect(outcome).toBeUndefined()
}, 120_000)

test('Report every scenario that needs a missing test hook as not testable, also while it waits for a send', async () => {
  await using session = mockSession({ settings: { FLASK_ENV: 'production' } })
  const outcomes = await runAll(session, scenariosOf('backend/failed-send-not-repeated'))
  expect(outcomes).toHaveLength(4)
  for (const outcome of outcomes) expect(outcome?.notTestable).toContain('needs the test hook')
})

test('Blame a backend that dies, also where it lacks a test hook', async () => {
  const settings = {
    FLASK_ENV: 'production',
    SSE_BACKEND_FAULTS: 'dies-on-large-bodies',
    SSE_BACKEND_FAULTS_IN_PRODUCTION: 'allowed',
  }
  await using session = mockSession({ settings })
  const outcome = await runBackendScenario(session, 'backend/version-sent', async ({ backend, uniqueId }) => {
    await backend.announceVersion(uniqueId(), '1').catch(() => undefined)
    await backend.request('POST', '/api/sse/callback', 'x'.repeat(1_000_000))
    await backend.announceVersion(uniqueId(), '2')
  })
  expect(outcome?.notTestable).toBeUndefined()
  expect(outcome?.verdict?.finding).toBe('backend/process-died')
}, 60_000)
