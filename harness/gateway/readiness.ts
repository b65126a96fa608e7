import { get } from 'node:http'
import { NotTestable } from '../failure.ts'

/** How often an unready gateway is asked, in milliseconds. Start-up costs at most this above the gateway's own. */
const POLL_MS = 10

type Reading = 'ready' | { readonly seen: string }

/**
 * Waits until `/readyz` answers 200.
 * @param gaveUp looked at between questions; a sentence ends the wait at once
 * @throws NotTestable when the limit (milliseconds) is reached, with what was last seen
 */
export async function waitUntilReady(
  address: string,
  limitMs: number,
  gaveUp: () => Error | undefined = () => undefined,
): Promise<void> {
  const deadline = performance.now() + limitMs
  let seen = 'nothing yet'
  while (performance.now() < deadline) {
    const failure = gaveUp()
    if (failure !== undefined) throw failure
    const reading = await askReadiness(address, Math.max(1, deadline - performance.now()))
    if (reading === 'ready') return
    seen = reading.seen
    await new Promise(resolve => setTimeout(resolve, POLL_MS))
  }
  throw new NotTestable(
    `No gateway became ready at ${address} within ${limitMs / 1000} s; ${seen}. ` +
      'Expected GET /readyz to answer 200: check that it is a gateway, that it runs, and that it is told its PORT and CALLBACK_URL.',
  )
}

function askReadiness(address: string, limitMs: number): Promise<Reading> {
  return new Promise(resolve => {
    const exchange = get(new URL('/readyz', address), { agent: false, timeout: limitMs }, response => {
      response.resume()
      const type = response.headers['content-type'] ?? 'no content type'
      if (response.statusCode !== 200) resolve({ seen: `/readyz last answered ${response.statusCode}` })
      else if (/html/i.test(type)) {
        resolve({ seen: `/readyz answered 200 with ${type}, which is a web page and no gateway` })
      } else resolve('ready')
    })
    exchange.on('timeout', () => exchange.destroy(new Error('it accepted the connection and did not answer')))
    exchange.on('error', (error: NodeJS.ErrnoException) =>
      resolve({
        seen:
          error.code === 'ECONNREFUSED'
            ? 'the connection was refused'
            : `the last attempt failed: ${error.code ?? error.message}`,
      }),
    )
  })
}

/** Whether `/healthz` answers at all within `limitMs`: what it said, or why not. */
export function askHealth(address: string, limitMs: number): Promise<string> {
  return new Promise(resolve => {
    const exchange = get(new URL('/healthz', address), { agent: false, timeout: limitMs }, response => {
      response.resume()
      resolve(`answers ${response.statusCode}`)
    })
    exchange.on('timeout', () => exchange.destroy(new Error(`did not answer within ${limitMs / 1000} s`)))
    exchange.on('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'ECONNREFUSED' ? 'refuses connections' : (error.code ?? error.message)),
    )
  })
}
