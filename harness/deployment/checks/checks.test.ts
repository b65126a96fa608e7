import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { CHECKS, type DeploymentSettings, Visit } from '../index.ts'

interface Answer {
  readonly status?: number
  readonly type?: string
  readonly body?: string
  /** What comes on a stream at once; it then stays open, or ends. */
  readonly stream?: string
  readonly ends?: true
}

type Answers = (path: string, request: IncomingMessage) => Answer | undefined

/** A site with these answers, and 404 for everything else. */
async function site(answers: Answers): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer((request, response) => {
    const found = answers(request.url ?? '', request) ?? {}
    const { stream, ends, body = '', status = 404, type = 'application/json' } = found
    if (stream === undefined) {
      response.writeHead(status, { 'content-type': type }).end(body)
      return
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
    if (stream !== '') response.write(stream)
    if (ends) response.end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** What the first check of a clause that is not held comes to. */
async function outcomeOf(clause: string, url: string, more: Partial<DeploymentSettings> = {}) {
  const visit = new Visit({ site: { url }, heartbeatSeconds: 0.2, limitMs: 300, ...more })
  for (const check of CHECKS.filter(check => check.clause === clause)) {
    const outcome = await check.judge(visit)
    if (outcome !== undefined) return outcome.verdict?.finding ?? outcome.notTestable
  }
  return undefined
}

const json = (status: number, value: unknown): Answer => ({ status, body: JSON.stringify(value) })
const data = (value: unknown): Answer => json(200, { status: 'success', data: value })
const isStream = (path: string): boolean => path.startsWith('/api/sse/') && !path.includes('callback')

test.each<[string, Answers, string]>([
  ['that stays silent', path => (isStream(path) ? { stream: '' } : undefined), 'undecided/stream-silent'],
  [
    'that ends by itself',
    path => (isStream(path) ? { stream: 'data: 1\n\n', ends: true } : undefined),
    'undecided/stream-ended',
  ],
  [
    'that says it is rejected',
    path => (isStream(path) ? { stream: 'event: rejected\ndata: \n\n', ends: true } : undefined),
    'undecided/stream-refused',
  ],
  [
    'that is refused with 500 as JSON',
    path => (isStream(path) ? json(500, { error: 'x' }) : undefined),
    'undecided/stream-refused',
  ],
])('A stream %s is a finding', async (_what, answers, finding) => {
  await using server = await site(answers)
  expect(await outcomeOf('deployment/streams-end-to-end', server.url)).toBe(finding)
})

/** A Prometheus that has values, types and a history of these metrics. */
function prometheus(values: RegExp, types: RegExp, history: RegExp): Answers {
  return path => {
    const name = decodeURIComponent(path.split('=').at(-1) ?? '')
    if (path.startsWith('/api/v1/query')) return data({ result: values.test(name) ? [{}] : [] })
    if (path.startsWith('/api/v1/metadata')) return data(types.test(name) ? { [name]: [{}] } : {})
    return data(history.test(name) ? [{}] : [])
  }
}

const NONE = /(?!)/
test.each<[string, Answers, string | undefined | RegExp]>([
  ['has values of each metric', prometheus(/./, NONE, NONE), undefined],
  ['has types, where nothing was counted', prometheus(/conn/, /events|duration/, NONE), undefined],
  ['has nothing', prometheus(NONE, NONE, NONE), 'deployment/metrics-not-scraped'],
  ['has old values', prometheus(NONE, NONE, /./), 'deployment/scrape-stopped'],
  ['lacks a metric', prometheus(/conn|events/, NONE, NONE), 'backend/series-missing'],
  ['is no Prometheus', () => ({ status: 200, type: 'text/html' }), /which is no answer of Prometheus$/],
])('A Prometheus that %s is judged so', async (_what, answers, expected) => {
  await using server = await site(answers)
  const found = await outcomeOf('deployment/metrics-scraped', server.url, { prometheus: { url: server.url } })
  if (expected instanceof RegExp) expect(found).toMatch(expected)
  else expect(found).toBe(expected)
})

const open = (path: string): Answer | undefined => (isStream(path) ? { stream: 'data: 1\n\n' } : undefined)

test.each<[string, Answer, string | undefined | RegExp]>([
  ['finds the gateway', json(200, { gateway: { answers: true } }), undefined],
  ['finds the gateway, in a list of checks', json(200, { checks: { sse_gateway: true } }), undefined],
  ['does not find the gateway', json(200, { gateway: { answers: false } }), 'deployment/gateway-url-wrong'],
  ['is not ready for another reason', json(503, { database: false }), 'deployment/backend-not-ready'],
  ['says nothing of a gateway', json(200, { ready: true }), /without a word on the gateway/],
  ['is a page', { status: 200, type: 'text/html', body: '<p>' }, /which is no readiness of a backend/],
])('A backend whose readiness %s is judged so', async (_what, answer, expected) => {
  await using server = await site(path => (path === '/api/health/readyz' ? answer : open(path)))
  const found = await outcomeOf('deployment/health-sees-gateway', server.url)
  if (expected instanceof RegExp) expect(found).toMatch(expected)
  else expect(found).toBe(expected)
})

test.each<[string, (secret: string | null) => number, string | undefined | RegExp]>([
  ['asks for the secret', secret => (secret === 'right-one' ? 200 : 401), undefined],
  ['lets a wrong secret in', secret => (secret === null ? 401 : 200), 'deployment/callback-secret-unset'],
  ['looks at the body first', () => 400, 'deployment/callback-secret-unset'],
  ['refuses the right secret', () => 401, 'deployment/callback-secret-differs'],
  ['is not let in from outside', () => 405, /which is right, and so it cannot be seen from here/],
])('A callback endpoint that %s is judged so', async (_what, status, expected) => {
  await using server = await site(path =>
    path.startsWith('/api/sse/callback')
      ? json(status(new URL(path, 'http://x').searchParams.get('secret')), {})
      : open(path),
  )
  const secret = { callbackSecret: 'right-one' }
  const found = await outcomeOf('deployment/callback-secret-set', server.url, secret)
  if (expected instanceof RegExp) expect(found).toMatch(expected)
  else expect(found).toBe(expected)
})

test('An application that answers whatever it does not know with its page serves nothing internal', async () => {
  await using server = await site(path => open(path) ?? { status: 200, type: 'text/html', body: '<p>' })
  expect(await outcomeOf('deployment/proxy-routes-streams', server.url)).toBeUndefined()
  const page = { lookAtPage: async () => undefined }
  expect(await outcomeOf('deployment/frontend-on-current-urls', server.url, page)).toBeUndefined()
})
