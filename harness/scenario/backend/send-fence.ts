import { type MockStream, type ReceivedSend, receivedSendsTo } from '../../mock-gateway/index.ts'
import { nextMarker } from '../../timeline/index.ts'
import type { StreamView } from '../../wire/sse-client/index.ts'
import type { BackendScenarioContext } from './context.ts'
import { payloadOf } from './expected-send.ts'

const VERSION_TARGET = /^\/api\/sse\/utils\/version\?request_id=([\w-]+)$/

/** The version that the harness announces as a fence. */
const FENCE = /^fence [0-9a-f]{8}-\d+$/

/** Whether it is the harness itself that had the backend send this. */
function isFence(received: ReceivedSend): boolean {
  return FENCE.test(String(payloadOf(received)?.version))
}

/** What was sent to a stream, fences left out. */
export function sendsTo(stream: StreamView): readonly ReceivedSend[] {
  return receivedSendsTo(stream).filter(received => !isFence(received))
}

/**
 * Has one more version announced to a client, behind which nothing earlier can come any more.
 * @returns a check whether it has reached the stream; `undefined` for a stream that cannot be fenced so
 */
export async function announceFence(
  scene: BackendScenarioContext,
  stream: MockStream,
): Promise<(() => boolean) | undefined> {
  const id = VERSION_TARGET.exec(stream.target)?.[1]
  if (id === undefined || stream.state !== 'open') return undefined
  const marker = `fence ${nextMarker().id}`
  await scene.backend.announceVersion(id, marker)
  return () => stream.sends.some(received => payloadOf(received)?.version === marker)
}
