import { randomUUID } from 'node:crypto'
import { CALLBACK_PATH } from '../contract/paths.ts'
import type { FirstSend } from '../mock-backend/index.ts'
import { sendRequest } from '../service/index.ts'

/** What a backend owes the client of a task that it does not know, and one of versions when a version is announced. */
const STREAMS = ['/api/sse/tasks?task_id=', '/api/sse/utils/version?request_id='] as const

/** A backend that has sent nothing, and what it takes to make it send. */
export interface ProvokedBackend {
  readonly address: string
  readonly secret: string
  readonly firstSend: FirstSend
  /** How long a send is waited for, in milliseconds. */
  readonly limitMs: number
  /** Called with the token of each stream before the backend hears of it, so that what is sent to it concerns no scenario. */
  readonly disown: (token: string) => void
}

/**
 * Makes a backend send what every backend owes, and waits for it: one that has sent nothing may have had no cause to. It is
 * asked with connect callbacks of clients that nobody has, so that what is sent to them means nothing to a gateway.
 * @returns whether anything has come
 */
export async function provokeSend(backend: ProvokedBackend): Promise<boolean> {
  const { firstSend, limitMs } = backend
  if (firstSend.hasArrived) return true
  // Another scenario may still be waiting for it.
  if (firstSend.wasAwaited) return firstSend.within(limitMs)
  const ids = STREAMS.map(() => randomUUID())
  const streams = STREAMS.map((path, number) => ({ token: randomUUID(), url: `${path}${ids[number]}` }))
  for (const { token } of streams) backend.disown(token)
  await Promise.all(streams.map(stream => told(backend, { action: 'connect', ...stream })))
  await posted(backend, '/api/testing/deployments/version', { request_id: ids[1], version: '0' })
  const sends = await firstSend.within(limitMs)
  await Promise.all(
    streams.map(stream => told(backend, { action: 'disconnect', reason: 'client_closed', ...stream })),
  )
  return sends
}

function told(
  backend: ProvokedBackend,
  callback: { action: string; token: string; url: string; reason?: string },
) {
  const { url, ...others } = callback
  const target = `${CALLBACK_PATH}?secret=${backend.secret}`
  return posted(backend, target, { ...others, request: { url, headers: {} } })
}

/** How it is answered does not matter here. */
async function posted({ address, limitMs }: ProvokedBackend, target: string, body: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  await sendRequest(address, { method: 'POST', target, headers, body: JSON.stringify(body), limitMs })
}
