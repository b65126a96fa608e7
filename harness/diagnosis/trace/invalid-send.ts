import { isSomeJson, problemIn } from '../../contract/index.ts'
import { quoted } from '../../redaction/printable.ts'
import type { SendExchange, Timeline } from '../../timeline/index.ts'
import type { DetailsOf } from '../violation.ts'

/** An error of the backend in a send. */
export interface InvalidSend {
  readonly what: DetailsOf<'backend'>['what']
  /** E.g. `in the wrong form (event.data is an object; expected a string)`. */
  readonly description: string
}

/**
 * Whether a send that the gateway refused was rightly refused: it was not in the contract's form, or its stream had been
 * closed by an earlier one.
 * @returns `undefined` when the gateway should have taken it
 */
export function checkSend(timeline: Timeline, { request, response }: SendExchange): InvalidSend | undefined {
  const { status } = response ?? {}
  if (status === undefined || status < 400 || status >= 500) return undefined
  const problem = formProblem(request.contentType, request.raw)
  if (problem !== undefined) {
    return {
      what: 'send-malformed',
      description: `in the wrong form (${problem})`,
    }
  }
  const isClosed = timeline.exchanges
    .sendsTo(request.command.token)
    .some(
      sent =>
        sent.request.command.close === true && sent.response?.status === 200 && sent.request.at < request.at,
    )
  if (status !== 404 || !isClosed) return undefined
  return {
    what: 'send-after-close',
    description: 'to the token of a stream that it had already closed',
  }
}

function formProblem(contentType: string | undefined, raw: string): string | undefined {
  if (contentType !== undefined && !isSomeJson(contentType)) {
    return contentType === '' ? 'it has no content type' : `its content type is ${quoted(contentType)}`
  }
  return problemInBody(raw)
}

/** What is wrong with the body of a send, as `problemIn` says it. */
export function problemInBody(raw: string): string | undefined {
  try {
    return problemIn('send-command', JSON.parse(raw))
  } catch {
    return 'it is not JSON'
  }
}
