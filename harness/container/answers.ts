import { get } from 'node:http'
import type { Connection } from './engine.ts'

/** How long an engine may take to say that it is there, in milliseconds. */
const PING_LIMIT_MS = 5_000

/**
 * Whether an engine answers.
 * @returns `true`, or why not: an error code, or `silence` when it accepted the connection and said nothing
 */
export function answers(connection: Connection, limitMs = PING_LIMIT_MS): Promise<true | string> {
  return new Promise(resolve => {
    const limit = AbortSignal.timeout(limitMs)
    const place = 'socketPath' in connection ? connection : { host: connection.host, port: connection.port }
    const exchange = get({ ...place, path: '/_ping', agent: false, signal: limit }, response => {
      response.resume()
      resolve(response.statusCode === 200 ? true : `status ${response.statusCode}`)
    })
    exchange.on('error', (error: NodeJS.ErrnoException) =>
      resolve(limit.aborted ? 'silence' : (error.code ?? error.message)),
    )
  })
}
