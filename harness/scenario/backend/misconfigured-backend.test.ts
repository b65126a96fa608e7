import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { mockBackendTarget } from '../../backend/serving/index.ts'
import type { BackendClauseId } from '../../contract/index.ts'
import type { Verdict } from '../../verdict/index.ts'
import {
  BackendSession,
  collectBackendScenarios,
  defaultBackendSettings,
  judgeBackendScenario,
} from './index.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const scenarios = await collectBackendScenarios(async () => {
  for (const file of globSync('scenarios/backend/**/*.test.ts', { cwd: ROOT })) await import(`${ROOT}${file}`)
})

/** What is said of the mock application under one clause. */
async function verdictOn(
  clause: BackendClauseId,
  environment: Readonly<Record<string, string>>,
): Promise<Verdict | undefined> {
  const target = mockBackendTarget({ settings: environment })
  await using session = new BackendSession({ ...defaultBackendSettings(target), limitMs: 1_000 })
  for (const declared of scenarios.filter(one => one.clause === clause)) {
    const outcome = await judgeBackendScenario(declared, session)
    if (outcome?.notTestable !== undefined) throw new Error(outcome.notTestable)
    if (outcome?.verdict !== undefined) return outcome.verdict
  }
  return undefined
}

const WRONG: readonly (readonly [
  mistake: string,
  clause: BackendClauseId,
  environment: Readonly<Record<string, string>>,
  headline: string,
  words: readonly string[],
])[] = [
  [
    'with another secret than that of the callback URL',
    'backend/secret-accepted',
    { SSE_CALLBACK_SECRET: 'another' },
    'set-up at fault: the backend expects another secret',
    ['401', 'SSE_CALLBACK_SECRET'],
  ],
  [
    'with the address of another gateway',
    'backend/version-sent',
    { SSE_GATEWAY_URL: 'http://127.0.0.1:1' },
    'set-up at fault: the backend sends to another address',
    ['SSE_GATEWAY_URL', '/api/health/readyz'],
  ],
  [
    'with the address of another gateway, where something is waited for',
    'backend/slow-send-harms-nobody',
    { SSE_GATEWAY_URL: 'http://127.0.0.1:1' },
    'set-up at fault: the backend sends to another address',
    ['SSE_GATEWAY_URL'],
  ],
  [
    'that takes one request at a time',
    'backend/slow-send-harms-nobody',
    { SSE_BACKEND_FAULTS: 'single-threaded' },
    'backend at fault: it takes one request at a time',
    ['threaded=True', 'gunicorn with --threads'],
  ],
  [
    'that closes a replaced connection under its lock',
    'backend/close-without-lock',
    { SSE_BACKEND_FAULTS: 'close-under-lock' },
    'backend at fault: it holds its lock while it closes the replaced connection',
    ['/api/health/healthz was answered', 'a lock that is held'],
  ],
  [
    'that sends under its lock',
    'backend/slow-send-harms-nobody',
    { SSE_BACKEND_FAULTS: 'sends-under-lock' },
    'backend at fault: it holds its lock while it sends',
    ['a lock that is held'],
  ],
  [
    'whose timeout is longer than the 5 s of the gateway',
    'backend/connect-before-timeout',
    { SSE_BACKEND_FAULTS: 'slow-sends' },
    'backend at fault: it waits longer for the gateway than the gateway waits for it',
    ['504', 'below 5 s'],
  ],
  [
    'that answers callbacks with a page',
    'backend/connect-accepted',
    { SSE_BACKEND_FAULTS: 'answers-html' },
    'backend at fault: it answers the callback with a web page',
    ['text/html', 'catch-all route'],
  ],
  [
    'that dies',
    'backend/hostile-bodies-survived',
    { SSE_BACKEND_FAULTS: 'dies-of-large-bodies' },
    'backend at fault: it died',
    ['exit code 1'],
  ],
]

describe.concurrent('A backend', () => {
  test.for(WRONG)(
    '%s is told so.',
    { timeout: 120_000 },
    async ([, clause, environment, headline, words]) => {
      const verdict = await verdictOn(clause, environment)
      expect(verdict?.headline).toBe(headline)
      for (const word of words) expect(`${verdict?.summary} ${verdict?.check}`).toContain(word)
    },
  )

  test('that dies is quoted.', async () => {
    const verdict = await verdictOn('backend/hostile-bodies-survived', {
      SSE_BACKEND_FAULTS: 'dies-of-large-bodies',
    })
    expect(verdict?.evidence.join('\n')).toMatch(/its last words:\n.*MemoryError: cannot hold a body/s)
  })

  test('that is set up well is not told anything.', async () => {
    for (const clause of new Set(WRONG.map(([, id]) => id)))
      expect(await verdictOn(clause, {})).toBe(undefined)
  }, 120_000)
})
