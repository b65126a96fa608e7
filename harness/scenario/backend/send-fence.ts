import type { MockStream, ReceivedSend } from '../../mock-gateway/index.ts'
import { nextMarker } from '../../timeline/index.ts'
import type { BackendScenarioContext } from './context-types.ts'
import { payloadOf } from './expected-send.ts'

const VERSION_TARGET = /^\/api\/sse\/utils\/version\?request_id=([\w-]+)$/

const markers = new Set<unknown>()

/** Whether it is the harness itself that had the backend send this. */
function isFence(received: ReceivedSend): boolean {
  return markers.has(payloadOf(received)?.version)
}

/** What was sent to a stream, fences left out. */
export function sendsTo(stream: MockStream): readonly ReceivedSend[] {
  return stream.sends.filter(received => !isFence(received))
}

/**
 * Has one more version announced to a client, behind which nothing earlier can come any more.
 * @returns how to tell whether it has reached the stream; `undefined` for a stream that cannot be fenced so
 */
export async function announceFence(
  scene: BackendScenarioContext,
  stream: MockStream,
): Promise<(() => boolean) | undefined> {
  const id = VERSION_TARGET.exec(stream.target)?.[1]
  if (id === undefined || stream.state !== 'open') return undefined
  const marker = `fence ${nextMarker().id}`
  markers.add(marker)
  await scene.backend.announceVersion(id, marker)
  return () => stream.sends.some(received => payloadOf(received)?.version === marker)
}
