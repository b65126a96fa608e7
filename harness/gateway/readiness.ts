import { get } from 'node:http'
import { NotTestable } from '../failure.ts'

/** How often an unready gateway is asked, in milliseconds. Start-up costs at most this above the gateway's own. */
const POLL_MS = 10

/** Not answering within this many milliseconds says nothing yet. */
const SHORT_QUESTION_MS = 200

type Reading = 'ready' | { readonly seen: string; readonly cutOff?: true }

/**
 * Waits until `/readyz` answers 200.
 * @param gaveUp looked at between questions; an error ends the wait at once
 * @param place how the address is called in messages
 * @throws NotTestable when the limit (milliseconds) is reached, with what was last seen
 */
export async function waitUntilReady(
  address: string,
  limitMs: number,
  gaveUp: () => Error | undefined = () => undefined,
  place = address,
): Promise<void> {
  const deadline = performance.now() + limitMs
  let seen: string | undefined
  while (performance.now() < deadline) {
    const failure = gaveUp()
    if (failure !== undefined) throw failure
    const left = Math.max(1, deadline - performance.now())
    const reading = await askReadiness(address, left)
    if (reading === 'ready') return
    // A question that had hardly any time left says less than the answer before it.
    if (seen === undefined || !(reading.cutOff && left < SHORT_QUESTION_MS)) seen = reading.seen
    await new Promise(resolve => setTimeout(resolve, POLL_MS))
  }
  throw new NotTestable(
    `No gateway became ready at ${place} within ${limitMs / 1000} s; ${seen}. ` +
      'Expected GET /readyz to answer 200: check that it is a gateway, that it runs, and that it is told its PORT and CALLBACK_URL.',
  )
}

function askReadiness(address: string, limitMs: number): Promise<Reading> {
  return new Promise(resolve => {
    // The limit is for the whole answer: a server that says a little now and then is not one that answers.
    const limit = AbortSignal.timeout(Math.ceil(limitMs))
    const exchange = get(new URL('/readyz', address), { agent: false, signal: limit }, response => {
      response.resume()
      response.on('error', () => {})
      const type = response.headers['content-type'] ?? 'no content type'
      if (response.statusCode !== 200) resolve({ seen: `/readyz last answered ${response.statusCode}` })
      else if (/html/i.test(type)) {
        resolve({ seen: `/readyz answered 200 with ${type}, which is a web page and no gateway` })
      } else resolve('ready')
    })
    exchange.on('error', (error: NodeJS.ErrnoException) => resolve(describeFailure(error, limit)))
  })
}

function describeFailure(error: NodeJS.ErrnoException, limit: AbortSignal): Exclude<Reading, 'ready'> {
  if (limit.aborted) return { seen: 'it accepted the connection and did not answer', cutOff: true }
  if (error.code === 'ECONNREFUSED') return { seen: 'the connection was refused' }
  return { seen: `the last attempt failed: ${error.code ?? error.message}` }
}

/** Whether `/healthz` answers at all within `limitMs`: what it said, or why not. */
export function askHealth(address: string, limitMs: number): Promise<string> {
  return new Promise(resolve => {
    const limit = AbortSignal.timeout(limitMs)
    const exchange = get(new URL('/healthz', address), { agent: false, signal: limit }, response => {
      response.resume()
      response.on('error', () => {})
      resolve(`answers ${response.statusCode}`)
    })
    exchange.on('error', (error: NodeJS.ErrnoException) => {
      if (limit.aborted) resolve(`did not answer within ${limitMs / 1000} s`)
      else if (error.code === 'ECONNREFUSED') resolve('refuses connections')
      else resolve(`broke the connection (${error.code ?? error.message})`)
    })
  })
}
