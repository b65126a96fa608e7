import { isSomeJson } from '../contract/index.ts'
import { declaredType, type EntryOf, type Timeline } from '../timeline/index.ts'
import type { Manner } from './findings/index.ts'
import { quoted } from './printable.ts'
import { streamOf } from './production.ts'
import { problemInBody } from './wrong-send.ts'

/** Why a gateway has to refuse a send, as far as the record shows it. */
export interface FlawOfSend {
  /** E.g. `to the token of a stream that had ended (clean)`. */
  readonly told: string
  readonly manner?: Manner
}

/** What is wrong with a send. @returns `undefined` where the record shows nothing */
export function flawOfSend(timeline: Timeline, number: number): FlawOfSend | undefined {
  const request = timeline.all('send-request').find(({ send }) => send === number)
  if (request === undefined) return undefined
  const { method, raw } = request
  const contentType = declaredType(request)
  if (method !== 'POST') return { told: `by ${method}`, manner: 'by another method' }
  if (raw.includes('\uFFFD')) return { told: 'with bytes that are not UTF-8', manner: 'not UTF-8' }
  if (contentType !== undefined && !isSomeJson(contentType)) {
    const told =
      contentType === '' ? 'without a Content-Type' : `with the Content-Type ${quoted(contentType)}`
    return { told, manner: 'of another content type' }
  }
  return flawOfBody(raw) ?? flawOfToken(timeline, request)
}

function flawOfBody(raw: string): FlawOfSend | undefined {
  const problem = problemInBody(raw)
  return problem === undefined ? undefined : { told: `in another form than the contract has (${problem})` }
}

function flawOfToken(timeline: Timeline, { command, at }: EntryOf<'send-request'>): FlawOfSend | undefined {
  const { token } = command
  const stream = streamOf(timeline, token)
  if (stream === undefined) {
    return {
      told: `to the token ${quoted(String(token))}, which no stream has`,
      manner: 'to an unknown token',
    }
  }
  const call = timeline.connectOf(stream)?.call
  const answer = timeline.all('callback-response').find(entry => entry.call === call)
  if (answer !== undefined && answer.status >= 300) {
    return {
      told: `to the token of a stream that the backend had refused with ${answer.status}`,
      manner: 'to a refused stream',
    }
  }
  const end = timeline.all('stream-end').find(entry => entry.stream === stream && entry.at < at)
  if (end === undefined) return undefined
  return { told: `to the token of a stream that had ended (${end.how})`, manner: 'to an ended stream' }
}
