import { randomUUID } from 'node:crypto'
import { CALLBACK_PATH } from '../contract/paths.ts'
import type { FirstSend } from '../mock-backend/index.ts'
import { sendRequest } from '../service/index.ts'

/** Streams to which every backend sends: one of an unknown task, and one of versions once a version is announced. */
const STREAMS = ['/api/sse/tasks?task_id=', '/api/sse/utils/version?request_id='] as const

/** A backend that has sent nothing, and the parts to make it send. */
export interface ProvokedBackend {
  readonly address: string
  readonly secret: string
  readonly firstSend: FirstSend
  /** How long a send is waited for, in milliseconds. */
  readonly limitMs: number
  /** Called with the token of each stream before its connect callback: sends to it belong to no scenario. */
  readonly disown: (token: string) => void
}

/**
 * Makes a backend send, and waits for the send: a backend that has sent nothing may have had no cause to. It gets connect
 * callbacks of clients that do not exist, so no gateway knows the tokens of its sends.
 * @returns whether a send has come
 */
export async function provokeSend(backend: ProvokedBackend): Promise<boolean> {
  const { firstSend, limitMs } = backend
  if (firstSend.hasArrived) return true
  // Another scenario may still be waiting for it.
  if (firstSend.wasAwaited) return firstSend.within(limitMs)
  const ids = STREAMS.map(() => randomUUID())
  const streams = STREAMS.map((path, number) => ({ token: randomUUID(), url: `${path}${ids[number]}` }))
  for (const { token } of streams) backend.disown(token)
  await Promise.all(streams.map(stream => sendCallback(backend, { action: 'connect', ...stream })))
  await post(backend, '/api/testing/deployments/version', { request_id: ids[1], version: '0' })
  const sends = await firstSend.within(limitMs)
  await Promise.all(
    streams.map(stream =>
      sendCallback(backend, { action: 'disconnect', reason: 'client_closed', ...stream }),
    ),
  )
  return sends
}

function sendCallback(
  backend: ProvokedBackend,
  callback: { action: string; token: string; url: string; reason?: string },
) {
  const { url, ...others } = callback
  const target = `${CALLBACK_PATH}?secret=${backend.secret}`
  return post(backend, target, { ...others, request: { url, headers: {} } })
}

/** The answer does not matter here. */
async function post({ address, limitMs }: ProvokedBackend, target: string, body: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  await sendRequest(address, { method: 'POST', target, headers, body: JSON.stringify(body), limitMs })
}
