/**
 * Measures what a tap adds to a callback or a send: the same small HTTP exchange with a server of ours, straight and
 * through a tap that listens, by turns, in one run. `--exchanges N` (default 4000 each).
 */

import { Agent, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import { CALLBACK_PATH } from '../harness/contract/paths.ts'
import { HttpObserver, RecordingProxy } from '../harness/wire/proxy/index.ts'

const { values } = parseArgs({ options: { exchanges: { type: 'string', default: '4000' } } })

const server = createServer((asked, response) => {
  asked.resume()
  asked.on('end', () =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}'),
  )
})
await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
const straight = (server.address() as AddressInfo).port

await using tap = await RecordingProxy.listen({
  observe: () =>
    new HttpObserver({
      onRequest: () => true,
      onResponseHead: () => {},
      onResponse: () => {},
      onUnanswered: () => {},
    }),
})
tap.setUpstream({ host: '127.0.0.1', port: straight })

/** A callback as a gateway makes it. */
const BODY = JSON.stringify({
  action: 'connect',
  token: 'b0c6ff6c-1f0e-4d3c-8a54-3f0d2a2d6a11',
  request: { url: '/api/sse/tasks?task_id=42', headers: { accept: 'text/event-stream', cookie: 'a=1' } },
})

const ways = {
  'kept open, straight': { port: straight, agent: new Agent({ keepAlive: true }) },
  'kept open, tapped': { port: tap.port, agent: new Agent({ keepAlive: true }) },
  'anew, straight': { port: straight, agent: new Agent() },
  'anew, tapped': { port: tap.port, agent: new Agent() },
}
const times = new Map(Object.keys(ways).map(name => [name, [] as number[]]))
const total = Number(values.exchanges)
for (let n = -50; n < total; n += 1) {
  for (const [name, way] of Object.entries(ways)) {
    const taken = await exchange(way)
    if (n >= 0) times.get(name)?.push(taken)
  }
}
for (const [name, readings] of times) {
  console.log(
    `${name.padEnd(22)} median ${at(readings, 0.5).toFixed(3)} ms   99 % within ${at(readings, 0.99).toFixed(3)} ms`,
  )
}
for (const kind of ['kept open', 'anew']) {
  const added = at(times.get(`${kind}, tapped`) ?? [], 0.5) - at(times.get(`${kind}, straight`) ?? [], 0.5)
  console.log(
    `a tap adds to an exchange on a connection ${kind}: ${added.toFixed(3)} ms median   (aim: less than 1)`,
  )
}
for (const { agent } of Object.values(ways)) agent.destroy()
server.closeAllConnections()
server.close()

/** Milliseconds. */
function exchange({ port, agent }: { port: number; agent: Agent }): Promise<number> {
  const began = performance.now()
  return new Promise((resolve, reject) => {
    const asking = request(
      { host: '127.0.0.1', port, agent, method: 'POST', path: CALLBACK_PATH },
      response => {
        response.resume()
        response.on('end', () => resolve(performance.now() - began))
      },
    )
    asking.on('error', reject)
    asking.end(BODY)
  })
}

function at(readings: readonly number[], share: number): number {
  return readings.toSorted((a, b) => a - b)[Math.floor(readings.length * share)] ?? Number.NaN
}
