import { request } from 'node:http'
import type { Backend, BackendIdentity } from '../backend/running/index.ts'
import type { BackendCondition } from '../verdict/index.ts'

/** How long a backend's health may take to answer, in milliseconds. */
const HEALTH_LIMIT_MS = 3_000

const LAST_LINES = 5

/** @param sendAddress where it was told that the gateway is */
export function backendConditionOf(
  { name }: BackendIdentity,
  { address, process }: Backend,
  sendAddress: string,
): BackendCondition {
  const exit = process?.exit
  return {
    name,
    ended:
      exit === undefined
        ? undefined
        : exit.signal === null
          ? `exit code ${exit.code}`
          : `signal ${exit.signal}`,
    lastLines: process?.lastLines(LAST_LINES).map(({ text }) => text) ?? [],
    sendAddress,
    health: async () => (await ask(address, '/api/health/healthz')).told,
    seesGateway: async () => {
      const { body } = await ask(address, '/api/health/readyz')
      return gatewayIn(body)
    },
  }
}

function ask(address: string, path: string): Promise<{ told: string; body: string }> {
  return new Promise(resolve => {
    const limit = AbortSignal.timeout(HEALTH_LIMIT_MS)
    const exchange = request(new URL(path, address), { agent: false, signal: limit }, response => {
      let body = ''
      response.setEncoding('utf8').on('data', (part: string) => {
        body += part
      })
      response.on('error', () => resolve({ told: 'broke off its answer', body: '' }))
      response.on('end', () => resolve({ told: `answers ${response.statusCode}`, body }))
    })
    exchange.on('error', (error: NodeJS.ErrnoException) => {
      const told = limit.aborted
        ? `did not answer within ${HEALTH_LIMIT_MS / 1_000} s`
        : error.code === 'ECONNREFUSED'
          ? 'refuses connections'
          : `broke the connection (${error.code ?? error.message})`
      resolve({ told, body: '' })
    })
    exchange.end()
  })
}

/** What `/api/health/readyz` says of the gateway; `undefined` where it says nothing of it. */
function gatewayIn(body: string): boolean | undefined {
  try {
    const answers: unknown = (JSON.parse(body) as { gateway?: { answers?: unknown } } | null)?.gateway
      ?.answers
    return typeof answers === 'boolean' ? answers : undefined
  } catch {
    return undefined
  }
}
