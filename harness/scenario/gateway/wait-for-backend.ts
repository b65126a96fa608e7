import { isClosedByAnswer } from '../../diagnosis/index.ts'
import type { BackendDriver } from '../../mock-backend/index.ts'
import type { SendExchange } from '../../timeline/index.ts'
import type { StreamView } from '../../wire/sse-client/index.ts'
import type { ExpectedEvent } from '../expected-event.ts'
import { waitForSends } from '../wait-for-sends.ts'
import { producedFor, resolveEvents } from './match-events.ts'

/**
 * Waits until the backend has produced these events for a stream and has got its answers; or until it cannot do so any
 * more: a send failed, it has sent something else in their place or closed the stream, or it does nothing by itself.
 */
export async function waitForEvents(
  backend: BackendDriver,
  stream: StreamView,
  events: readonly ExpectedEvent[],
): Promise<void> {
  if (!backend.isBusy || events.every(({ alike }) => alike === undefined)) return
  await waitUntilSent(backend, stream, sends => {
    if (sends.some(({ request }) => request.command.close === true)) return true
    const { unproduced, instead } = resolveEvents(events, producedFor(backend.timeline, stream))
    return unproduced === undefined || instead !== undefined || !backend.isBusy
  })
}

/** Waits until the backend has closed a stream, or cannot any more: it may answer a connect callback first and send then. */
export async function waitForClose(backend: BackendDriver, stream: StreamView): Promise<void> {
  if (!backend.isBusy) return
  await waitUntilSent(
    backend,
    stream,
    sends =>
      stream.ended !== undefined ||
      isClosedByAnswer(backend.timeline, stream.number) ||
      sends.some(({ request }) => request.command.close === true) ||
      !backend.isBusy,
  )
}

/** Waits until the backend has sent enough and has its answers; the expectation that follows reports what is missing. */
async function waitUntilSent(
  backend: BackendDriver,
  stream: StreamView,
  isEnough: (sends: readonly SendExchange[]) => boolean,
): Promise<void> {
  const { patienceMs = backend.timeline.limitMs, timeline } = backend
  const isOver = await waitForSends(timeline, {
    for: `what the backend sends to ${stream.target}`,
    until: () => {
      if (stream.ended !== undefined && stream.connect === undefined) return true
      const sends = timeline.exchanges.sendsTo(stream.token)
      const hasFailed = sends.some(
        ({ failure, response }) => failure !== undefined || (response?.status ?? 200) !== 200,
      )
      if (hasFailed) return true
      if (sends.some(({ response }) => response === undefined)) return undefined
      return isEnough(sends) ? true : undefined
    },
    limitMs: Math.min(patienceMs, timeline.limitMs),
  })
  if (!isOver) backend.waitedInVain?.()
}
