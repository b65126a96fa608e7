import { get } from 'node:http'
import { NotTestableError } from '../util/errors.ts'

/** Milliseconds between two readiness checks. Start-up takes at most this much longer than the service itself. */
const POLL_MS = 10

/** No answer within this many milliseconds is not conclusive. */
const SHORT_CHECK_MS = 200

type Reading = 'ready' | { readonly seen: string; readonly cutOff?: true }

/** How a service says that it is ready: a GET that it answers 200. */
export interface Readiness {
  /** What kind of service it is, for messages: `gateway`. */
  readonly kind: string
  readonly path: string
  /** Whether a 200 with a web page shows that this is another kind of service. */
  readonly refusesPages: boolean
  /** What to check when it does not become ready; completes "Expected GET … to answer 200: ". */
  readonly advice: string
  /** The flag that gives it more time. */
  readonly patience: string
}

export interface ReadinessWait {
  readonly limitMs: number
  /** Checked between attempts; an error ends the wait at once. */
  readonly gaveUp?: () => Error | undefined
  /** How the address is called in messages. */
  readonly place?: string
}

/**
 * Waits until a service says that it is ready.
 * @throws NotTestableError when the limit is reached, with what was last seen
 */
export async function waitUntilReady(
  address: string,
  readiness: Readiness,
  { limitMs, gaveUp, place = address }: ReadinessWait,
): Promise<void> {
  const deadline = performance.now() + limitMs
  let seen: string | undefined
  while (performance.now() < deadline) {
    const failure = gaveUp?.()
    if (failure !== undefined) throw failure
    const left = Math.max(1, deadline - performance.now())
    const reading = await ask(address, readiness, left)
    if (reading === 'ready') return
    // A check with hardly any time left says less than the one before it.
    if (seen === undefined || !(reading.cutOff && left < SHORT_CHECK_MS)) seen = reading.seen
    await new Promise(resolve => setTimeout(resolve, POLL_MS))
  }
  const { kind, path, advice } = readiness
  throw new NotTestableError(
    `No ${kind} became ready at ${place} within ${limitMs / 1000} s; ${seen}. ` +
      `Expected GET ${path} to answer 200: ${advice}`,
  )
}

function ask(address: string, { kind, path, refusesPages }: Readiness, limitMs: number): Promise<Reading> {
  return new Promise(resolve => {
    // The limit is for the whole answer: a server that sends a little now and then does not answer.
    const limit = AbortSignal.timeout(Math.ceil(limitMs))
    const exchange = get(new URL(path, address), { agent: false, signal: limit }, response => {
      response.resume()
      response.on('error', () => {})
      const type = response.headers['content-type'] ?? 'no content type'
      if (response.statusCode !== 200) resolve({ seen: `${path} last answered ${response.statusCode}` })
      else if (refusesPages && /html/i.test(type)) {
        resolve({ seen: `${path} answered 200 with ${type}, which is a web page and no ${kind}` })
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
