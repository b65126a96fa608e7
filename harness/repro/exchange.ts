import { FENCE_PATH } from '../backend/index.ts'
import { type EntryOf, markerIn, type Timeline } from '../timeline/index.ts'

/** A callback and what became of it. */
export interface AnsweredCallback {
  readonly request: EntryOf<'callback-request'>
  readonly answer: EntryOf<'callback-response'> | undefined
}

/** A send and what became of it. */
export interface AnsweredSend {
  readonly request: EntryOf<'send-request'>
  readonly answer: EntryOf<'send-response'> | undefined
  /** It came before the backend had answered the connect callback. */
  readonly duringConnect: boolean
}

/** What was said about one stream, on all edges. */
export interface Exchange {
  readonly request: EntryOf<'stream-request'>
  readonly token: string | undefined
  readonly connect: AnsweredCallback | undefined
  /** The backend's own, without the harness' fences. */
  readonly sends: readonly AnsweredSend[]
  readonly isFenced: boolean
}

/** Most failures are about one stream or two; of more, these are told. */
const MOST_STREAMS = 3

/**
 * What was said about the streams that a verdict is about; about the first ones of the scenario when it names none.
 * Streams of the harness' own are left out, unless there is nothing else.
 */
export function decisiveExchanges(timeline: Timeline, streams: readonly number[]): readonly Exchange[] {
  const asked = timeline.all('stream-request')
  const named = asked.filter(({ stream }) => streams.includes(stream))
  const own = asked.filter(({ url }) => !url.startsWith(FENCE_PATH))
  const decisive = [named, own, asked].find(some => some.length > 0) ?? []
  return decisive.slice(0, MOST_STREAMS).map(request => exchangeOf(timeline, request))
}

function exchangeOf(timeline: Timeline, request: EntryOf<'stream-request'>): Exchange {
  const call = timeline.connectOf(request.stream)
  const token = call?.payload.token
  const answer = timeline.all('callback-response').find(entry => entry.call === call?.call)
  const sends = timeline
    .all('send-request')
    .filter(({ command }) => token !== undefined && command.token === token)
  return {
    request,
    token,
    connect: call && { request: call, answer },
    sends: sends
      .filter(({ fence }) => !fence)
      .map(send => ({
        request: send,
        answer: timeline.all('send-response').find(entry => entry.send === send.send),
        duringConnect: isBefore(timeline, send, answer),
      })),
    isFenced: sends.some(({ command }) => markerIn(command.event?.data ?? '') !== undefined),
  }
}

function isBefore(
  { entries }: Timeline,
  send: EntryOf<'send-request'>,
  answer: EntryOf<'callback-response'> | undefined,
): boolean {
  return answer === undefined || entries.indexOf(send) < entries.indexOf(answer)
}
