import type { DetailsOf } from '../../diagnosis/index.ts'
import type { ReceivedSend } from '../../mock-gateway/index.ts'
import { describeSend } from '../../scenario/backend/expected-send.ts'

/** A send that was rightly answered 404, since the backend itself had closed the stream before. */
export function sentAfterClose(
  sends: readonly ReceivedSend[],
): Pick<DetailsOf<'backend'>, 'what' | 'summary'> | undefined {
  const at = sends.findIndex(({ command, status }) => command.close === true && status === 200)
  const close = sends[at]
  const late = at < 0 ? undefined : sends.slice(at + 1).find(({ status }) => status === 404)
  if (close === undefined || late === undefined) return undefined
  return {
    what: 'send-after-close',
    summary: `The backend closed the stream with ${describeSend(close)} and then sent ${describeSend(late)} to the same token. The gateway answered 404, because the stream was over.`,
  }
}
