import type { BackendScenarioContext } from '../../scenario/backend/context.ts'
import { waitForSends } from '../../scenario/wait-for-sends.ts'
import type { StreamView } from '../../wire/sse-client/index.ts'
import { recordOf } from '../registry.ts'

/** The scenario that a stream belongs to, for acting and waiting in it. */
export function contextOf(stream: StreamView): BackendScenarioContext {
  // A saved scenario is judged without waiting.
  return recordOf(stream) as BackendScenarioContext
}

/** Waits until the sends decide, or the time limit is reached. */
export async function untilDecided({ timeline }: StreamView, isDecided: () => boolean): Promise<void> {
  const until = (): true | undefined => (isDecided() ? true : undefined)
  await waitForSends(timeline, { for: 'the backend to send', until })
}
