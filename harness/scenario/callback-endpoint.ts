import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import type { Backend } from '../backend/running/index.ts'
import { NotTestable } from '../failure.ts'

const PATH = '/api/sse/callback'

/** How much of its output is quoted, in lines. */
const LAST_LINES = 5

/**
 * Sends a backend one callback that changes nothing, the disconnect of a token that nobody has, and looks whether it is
 * answered as a callback endpoint answers: with JSON, whatever the status.
 * @throws NotTestable when that is no callback endpoint
 */
export async function checkCallbackEndpoint(
  backend: Backend,
  secret: string,
  limitMs: number,
): Promise<void> {
  const { status, type, failure } = await disconnectNobody(backend.address, secret, limitMs)
  if (failure === undefined && /^application\/([^;]+\+)?json\b/i.test(type) && status !== 404) return
  const seen =
    failure === undefined ? `answered a callback with ${status} and ${type || 'no content type'}` : failure
  // What it said of this callback may still be on its way.
  await backend[Symbol.asyncDispose]()
  const lines = backend.process?.lastLines(LAST_LINES).map(({ text }) => `  ${text}`) ?? []
  throw new NotTestable(
    `The backend at ${backend.address} ${seen}; JSON was due from POST ${PATH}: check that it is an SSE backend, and that its callback endpoint has that path.` +
      (lines.length === 0 ? '' : ` Its last words:\n${lines.join('\n')}`),
  )
}

interface Seen {
  readonly status: number
  readonly type: string
  readonly failure?: string
}

function disconnectNobody(address: string, secret: string, limitMs: number): Promise<Seen> {
  const body = JSON.stringify({
    action: 'disconnect',
    reason: 'client_closed',
    token: randomUUID(),
    request: { url: '/api/sse/utils/version?request_id=nobody', headers: {} },
  })
  return new Promise(resolve => {
    const limit = AbortSignal.timeout(limitMs)
    const exchange = request(
      new URL(`${PATH}?secret=${secret}`, address),
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
        agent: false,
        signal: limit,
      },
      response => {
        response.resume()
        response.on('error', () => {})
        resolve({ status: response.statusCode ?? 0, type: String(response.headers['content-type'] ?? '') })
      },
    )
    exchange.on('error', (error: NodeJS.ErrnoException) =>
      resolve({
        status: 0,
        type: '',
        failure: limit.aborted
          ? `did not answer a callback within ${limitMs / 1_000} s`
          : `broke the connection of a callback (${error.code ?? error.message})`,
      }),
    )
    exchange.end(body)
  })
}
