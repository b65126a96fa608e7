import type { FenceResult } from '../../scenario/gateway/client.ts'
import type { Begin } from '../capability-probe.ts'
import { connectAnswerLine, endLine, writtenLines } from '../evidence-lines.ts'
import { type Finding, notSeen, ProbeInconclusiveError } from '../finding.ts'
import { probeEvent, toSentEvent } from '../probe-session.ts'
import { eventsOn, type Opened, placeOf } from '../stream-events.ts'
import type { BufferedSends } from './send-during-connect.ts'

interface Closed extends Opened {
  readonly mark: FenceResult
  readonly isReset: boolean
}

/** Answers a connect callback with an event. */
export async function lookAtEvent(begin: Begin): Promise<Opened> {
  using question = begin()
  const greeting = probeEvent('connection_open')
  const answer = { event: toSentEvent(greeting) }
  question.backend.replyToConnectWith(answer)
  const stream = await question.open('/probe/connect-event')
  await question.settle(stream)
  return {
    greeting,
    events: eventsOn(stream),
    evidence: [connectAnswerLine(answer), ...writtenLines(stream)],
  }
}

/** Answers a connect callback with an event and a close. */
export async function lookAtClose(begin: Begin): Promise<Closed> {
  using question = begin()
  const greeting = probeEvent('connection_open')
  const answer = { event: toSentEvent(greeting), close: true }
  question.backend.replyToConnectWith(answer)
  const stream = await question.open('/probe/connect-close')
  const mark = await question.fence(stream)
  return {
    greeting,
    mark,
    isReset: stream.ended?.how === 'reset',
    events: eventsOn(stream),
    evidence: [connectAnswerLine(answer), ...writtenLines(stream), endLine(stream)],
  }
}

/** @param kept a stream on which more was accepted while the connect callback was open */
export function eventFinding(
  answered: Opened | ProbeInconclusiveError,
  kept: BufferedSends | ProbeInconclusiveError,
): Finding {
  if (answered instanceof ProbeInconclusiveError) return notSeen('connect-event', answered)
  const { greeting, events, evidence } = answered
  const found = (state: Finding['state'], sentence: string, lines = evidence): Finding => ({
    capability: 'connect-event',
    state,
    sentence,
    evidence: lines,
  })
  const places = events.flatMap(({ data }, place) => (data.includes(greeting.word) ? [place] : []))
  const [place] = places
  if (place === undefined) return found('absent', 'The event in the connect answer is not applied.')
  if (places.length > 1) {
    return found('broken', `The event in the connect answer is written ${places.length} times.`)
  }
  if (place > 0) return found('broken', 'The event in the connect answer is not the first on the stream.')
  const isAltered = events.some(({ event, data }) => event === greeting.name && data !== greeting.data)
  if (isAltered) {
    return found('broken', 'The event in the connect answer has other data than the backend gave it.')
  }
  if (!(kept instanceof ProbeInconclusiveError) && placeOf(kept.greeting, kept.events) > 0) {
    return found(
      'broken',
      'The event in the connect answer comes after the sends made during the connect callback.',
      kept.evidence,
    )
  }
  if (!(kept instanceof ProbeInconclusiveError) && placeOf(kept.greeting, kept.events) === -1) {
    return found(
      'broken',
      'The event in the connect answer is lost when something is sent during the connect callback.',
      kept.evidence,
    )
  }
  return found('present', 'The event in the connect answer comes first on the stream, once.')
}

/** @param answered the same without a close */
export function closeFinding(
  closed: Closed | ProbeInconclusiveError,
  answered: Opened | ProbeInconclusiveError,
): Finding {
  if (closed instanceof ProbeInconclusiveError) return notSeen('connect-close', closed)
  const { mark, isReset, greeting, events, evidence } = closed
  const found = (state: Finding['state'], sentence: string): Finding => ({
    capability: 'connect-close',
    state,
    sentence,
    evidence,
  })
  if (mark === 'passed') return found('absent', 'A close in the connect answer is not applied.')
  if (mark !== 'ended') {
    return found('broken', 'A close in the connect answer makes the token unknown; the stream stays open.')
  }
  if (isReset) return found('broken', 'A close in the connect answer cuts the connection.')
  const losesEvent =
    !(answered instanceof ProbeInconclusiveError) && placeOf(answered.greeting, answered.events) !== -1
  return losesEvent && placeOf(greeting, events) === -1
    ? found('broken', 'A close in the connect answer loses the event of the same answer.')
    : found('present', 'A close in the connect answer ends the stream.')
}
