import { isSomeJson } from '../../contract/index.ts'
import { quoted } from '../../redaction/printable.ts'
import { declaredType, type EntryOf, type Timeline } from '../../timeline/index.ts'
import type { DetailsOf } from '../violation.ts'
import { problemInBody } from './invalid-send.ts'

/** Why a gateway has to refuse a send, as far as the record shows it. */
export interface SendFlaw {
  /** E.g. `to the token of a stream that had ended (clean)`. */
  readonly description: string
  /** What a gateway gets wrong that accepts it. */
  readonly accepted: DetailsOf<'gateway'>['what']
  /** What a gateway gets wrong that neither accepts nor refuses it. */
  readonly unhandled: DetailsOf<'gateway'>['what']
}

/** What is wrong with a send. @returns `undefined` where the record shows nothing */
export function findSendFlaw(timeline: Timeline, number: number): SendFlaw | undefined {
  const { request } = timeline.exchanges.send(number)
  if (request === undefined) return undefined
  const { method, raw } = request
  const contentType = declaredType(request)
  if (method !== 'POST') return flaw(`by ${method}`, 'send-by-other-method-accepted')
  if (raw.includes('\uFFFD')) return flaw('with bytes that are not UTF-8', 'send-not-utf8-accepted')
  if (contentType !== undefined && !isSomeJson(contentType)) {
    const description =
      contentType === '' ? 'without a Content-Type' : `with the Content-Type ${quoted(contentType)}`
    return {
      description,
      accepted: 'send-content-type-not-refused',
      unhandled: 'send-content-type-unhandled',
    }
  }
  return flawOfBody(raw) ?? flawOfToken(timeline, request)
}

function flaw(description: string, accepted: SendFlaw['accepted']): SendFlaw {
  return { description, accepted, unhandled: 'send-wrong-status' }
}

function flawOfBody(raw: string): SendFlaw | undefined {
  const problem = problemInBody(raw)
  return problem === undefined ? undefined : flaw(`in the wrong form (${problem})`, 'malformed-send-accepted')
}

function flawOfToken(timeline: Timeline, { command, at }: EntryOf<'send-request'>): SendFlaw | undefined {
  const { token } = command
  const stream = timeline.exchanges.streamWith(token)
  if (stream === undefined) {
    return flaw(
      `to the token ${quoted(String(token))}, which no stream has`,
      'send-to-unknown-token-accepted',
    )
  }
  const answer = timeline.exchanges.connect(stream).response
  if (answer !== undefined && answer.status >= 300) {
    return flaw(
      `to the token of a stream that the backend had refused with ${answer.status}`,
      'send-to-refused-stream-accepted',
    )
  }
  const { end } = timeline.exchanges.stream(stream)
  if (end === undefined || end.at >= at) return undefined
  return flaw(`to the token of a stream that had ended (${end.how})`, 'send-to-ended-stream-accepted')
}
