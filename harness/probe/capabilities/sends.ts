import type { SendResult } from '../../mock-backend/index.ts'
import type { Stream } from '../../wire/sse-client/index.ts'
import { type CapabilityProbe, capabilityProbe } from '../capability-probe.ts'
import { sendLine, writtenLines } from '../evidence-lines.ts'
import { type Finding, notSeen, ProbeInconclusiveError } from '../finding.ts'
import { attempt, type ProbeEvent, probeEvent, toSentEvent } from '../probe-session.ts'

/** Does a send reach an open stream, and in which form? */
export const sends: CapabilityProbe = capabilityProbe(['send', 'named-event'], async begin => {
  using question = begin()
  const event = probeEvent('progress')
  const stream = await question.open('/probe/send')
  const sent = await question.backend.send({ token: stream.token ?? '', event: toSentEvent(event) })
  const marked = await attempt(() => question.settle(stream))
  const delivery = deliveryOf(
    event,
    sent,
    stream,
    marked instanceof ProbeInconclusiveError ? marked : undefined,
  )
  return [
    delivery,
    delivery.state === 'present'
      ? formOf(event, stream)
      : notSeen('named-event', new ProbeInconclusiveError('no event came that was sent after opening')),
  ]
})

function deliveryOf(
  { word }: ProbeEvent,
  sent: SendResult,
  stream: Stream,
  unmarked: ProbeInconclusiveError | undefined,
): Finding {
  const evidence = [sendLine(sent), ...writtenLines(stream)]
  const found = (state: Finding['state'], sentence: string): Finding => ({
    capability: 'send',
    state,
    sentence,
    evidence,
  })
  if (sent.status === undefined) return found('broken', 'A send after opening gets no answer.')
  if (sent.status !== 200) return found('absent', `A send after opening is refused (${sent.status}).`)
  if (stream.body.includes(word)) return found('present', 'A send after opening arrives.')
  return found(
    'broken',
    unmarked === undefined
      ? 'A send after opening is accepted and lost.'
      : 'A send after opening is accepted and did not arrive, nor did the send after it.',
  )
}

function formOf(event: ProbeEvent, stream: Stream): Finding {
  const evidence = writtenLines(stream)
  const arrived = stream.written.filter(({ data }) => data.includes(event.word))
  const [first] = arrived
  if (first === undefined || arrived.length > 1) {
    const how = first === undefined ? 'as no event at all' : `${arrived.length} times`
    return { capability: 'named-event', state: 'broken', sentence: `A named event arrives ${how}.`, evidence }
  }
  if (first.event === event.name && first.data === event.data) {
    return {
      capability: 'named-event',
      state: 'present',
      form: 'named',
      sentence: 'Named events are written under their name.',
      evidence,
    }
  }
  if (first.event === 'message' && isEnvelope(first.data, event)) {
    return {
      capability: 'named-event',
      state: 'present',
      form: 'envelope',
      sentence: 'Named events travel unnamed, in an envelope {"type","payload"}.',
      evidence,
    }
  }
  return {
    capability: 'named-event',
    state: 'broken',
    form: 'neither',
    sentence:
      'Named events are written neither under their name nor in an envelope, or their data is altered.',
    evidence,
  }
}

function isEnvelope(text: string, { name, word }: ProbeEvent): boolean {
  try {
    const { type, payload, ...more } = JSON.parse(text)
    return type === name && payload?.probe === word && Object.keys(more).length === 0
  } catch {
    return false
  }
}
