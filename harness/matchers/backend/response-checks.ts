import { backendFault, quoted, ViolationError } from '../../diagnosis/index.ts'
import type { BackendResponse } from '../../mock-gateway/index.ts'
import { NotTestableError } from '../../util/errors.ts'
import { recordOf } from '../registry.ts'

/** What an answer was, in a few words of a sentence. */
export function describeResponse({ status, contentType, body, failure }: BackendResponse): string {
  if (status === undefined) return `nothing (${failure})`
  return `${status}${body === '' ? '' : ` ${quoted(body, 100)}`}${/json/i.test(contentType) ? '' : ` as ${contentType || 'no Content-Type'}`}`
}

/** @throws ViolationError unless the backend has let a stream open */
export function mustHaveAccepted(answer: BackendResponse): void {
  mustHaveAnswered(answer)
  mustBeLetIn(answer)
  const { status = 0, asked } = answer
  if (status >= 200 && status < 300) return
  const failed = status >= 500
  throw backendFault(streamsOf(answer), {
    what: failed ? 'callback-fails' : 'stream-refused',
    summary: `The backend answered ${asked} with ${describeResponse(answer)}; so the client gets ${failed ? 'an error' : 'that refusal'} and no stream.`,
    expected: '200, and {"event":{"name":"connection_open",…}}',
  })
}

/** @throws ViolationError when the gateway got no answer at all */
export function mustHaveAnswered(answer: BackendResponse): void {
  if (answer.status !== undefined) return
  throw backendFault(streamsOf(answer), {
    what: 'callback-unanswered',
    summary: `The backend did not answer ${answer.asked} (${answer.failure}).`,
    expected: 'an answer within 5 s',
  })
}

/** @throws ViolationError when the backend does not know the secret of the callback URL */
export function mustBeLetIn(answer: BackendResponse): void {
  if (answer.status !== 401) return
  const common = { streams: streamsOf(answer), expected: '200: this is the secret of the backend' }
  if (recordOf(answer).backendMode?.hasOurSecret !== true) {
    throw new ViolationError({
      ...common,
      party: 'configuration',
      what: 'secrets-differ',
      summary: `The backend answered ${answer.asked} with 401: the secret in the callback URL is not its SSE_CALLBACK_SECRET.`,
    })
  }
  throw new ViolationError({
    ...common,
    party: 'backend',
    what: 'secret-refused',
    summary: `The backend answered ${answer.asked} with 401, although the secret in the callback URL is its SSE_CALLBACK_SECRET.`,
  })
}

/** @throws NotTestableError when the backend runs in production, or somebody else runs it */
export function mustBeOutsideProduction(answer: BackendResponse): void {
  if (recordOf(answer).backendMode?.isOutsideProduction === true) return
  throw new NotTestableError(
    `needs a backend outside production; this one answered ${answer.asked} with 401, as one in production does`,
  )
}

export function streamsOf({ stream }: { readonly stream: number | undefined }): number[] {
  return stream === undefined ? [] : [stream]
}
