import { randomUUID } from 'node:crypto'
import type { Backend } from '../backend/index.ts'
import { isSomeJson } from '../contract/index.ts'
import { CALLBACK_PATH } from '../contract/paths.ts'
import { lastLinesOf, sendRequest, withLastLines } from '../service/index.ts'
import { NotTestableError } from '../util/errors.ts'

/**
 * Sends a backend one callback that changes nothing, the disconnect of a token that nobody has, and looks whether it is
 * answered as a callback endpoint answers: with JSON, whatever the status. Stops a backend that is none.
 * @throws NotTestable when that is no callback endpoint
 */
export async function checkCallbackEndpoint(
  backend: Backend,
  secret: string,
  limitMs: number,
): Promise<void> {
  const { status, contentType, failure } = await sendRequest(backend.address, {
    method: 'POST',
    target: `${CALLBACK_PATH}?secret=${secret}`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      action: 'disconnect',
      reason: 'client_closed',
      token: randomUUID(),
      request: { url: '/api/sse/utils/version?request_id=nobody', headers: {} },
    }),
    limitMs,
  })
  if (status !== undefined && status !== 404 && isSomeJson(contentType)) return
  const seen =
    status === undefined
      ? `did not answer a callback (${failure})`
      : `answered a callback with ${status} and ${contentType || 'no content type'}`
  const reason = new NotTestableError(
    `The backend at ${backend.address} ${seen}; expected JSON from POST ${CALLBACK_PATH}: check that it is an SSE backend, and that its callback endpoint has that path.`,
  )
  // What it said of this callback may still be on its way.
  await backend[Symbol.asyncDispose]()
  const { process } = backend
  throw process === undefined ? reason : withLastLines(reason, lastLinesOf(process))
}
