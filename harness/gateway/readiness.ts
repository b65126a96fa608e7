import { get } from 'node:http'
import { type Health, type Readiness, waitUntilReady as waitUntilServiceReady } from '../service/index.ts'

export const GATEWAY_READINESS: Readiness = {
  kind: 'gateway',
  path: '/readyz',
  refusesPages: true,
  advice: 'check that it is a gateway, that it runs, and that it is told its PORT and CALLBACK_URL.',
  patience: '--startup-timeout',
}

/**
 * Waits until `/readyz` answers 200.
 * @throws NotTestableError when the limit (milliseconds) is reached, with what was last seen
 */
export function waitUntilReady(address: string, limitMs: number): Promise<void> {
  return waitUntilServiceReady(address, GATEWAY_READINESS, { limitMs })
}

/** Whether `/healthz` answers at all within `limitMs`: what it said, or why not. */
export function askHealth(address: string, limitMs: number): Promise<Health> {
  return new Promise(resolve => {
    const silent = (said: string): void => resolve({ answers: false, said })
    const limit = AbortSignal.timeout(limitMs)
    const exchange = get(new URL('/healthz', address), { agent: false, signal: limit }, response => {
      response.resume()
      response.on('error', () => {})
      resolve({ answers: true, said: `answers ${response.statusCode}` })
    })
    exchange.on('error', (error: NodeJS.ErrnoException) => {
      if (limit.aborted) silent(`did not answer within ${limitMs / 1000} s`)
      else if (error.code === 'ECONNREFUSED') silent('refuses connections')
      else silent(`broke the connection (${error.code ?? error.message})`)
    })
  })
}
