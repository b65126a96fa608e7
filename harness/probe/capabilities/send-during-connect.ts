import type { SendResult } from '../../mock-backend/index.ts'
import type { Begin } from '../capability-probe.ts'
import { connectAnswerLine, sendLine, writtenLines } from '../evidence-lines.ts'
import { type Finding, notSeen, ProbeInconclusiveError } from '../finding.ts'
import { type ProbeEvent, probeEvent, toSentEvent } from '../probe-session.ts'
import { eventsOn, type Opened } from '../stream-events.ts'

/** What became of two sends while the connect callback was open. */
export interface BufferedSends extends Opened {
  readonly sends: readonly { readonly event: ProbeEvent; readonly sent: SendResult }[]
}

/** Sends twice while the connect callback is open, then answers it with an event. */
export async function lookAtKept(begin: Begin): Promise<BufferedSends> {
  using question = begin()
  const greeting = probeEvent('connection_open')
  const answer = { event: toSentEvent(greeting) }
  const sends: { event: ProbeEvent; sent: SendResult }[] = []
  question.backend.replyToConnectWith(answer)
  question.backend.duringConnect(async ({ token }) => {
    for (const event of [probeEvent('kept-1'), probeEvent('kept-2')]) {
      sends.push({ event, sent: await question.backend.send({ token, event: toSentEvent(event) }) })
    }
  })
  const stream = await question.open('/probe/send-during-connect')
  await question.settle(stream)
  return {
    greeting,
    sends,
    events: eventsOn(stream),
    evidence: [
      ...sends.map(({ sent }) => sendLine(sent)),
      connectAnswerLine(answer),
      ...writtenLines(stream),
    ],
  }
}

export function keptFinding(kept: BufferedSends | ProbeInconclusiveError): Finding {
  if (kept instanceof ProbeInconclusiveError) return notSeen('send-during-connect', kept)
  const { sends, events, evidence } = kept
  const found = (state: Finding['state'], sentence: string): Finding => ({
    capability: 'send-during-connect',
    state,
    sentence,
    evidence,
  })
  const subject = 'A send during the connect callback'
  const arrivals = events.flatMap(({ data }) => sends.filter(({ event }) => data.includes(event.word)))
  const accepted = sends.filter(({ sent }) => sent.status === 200)
  const refused = sends.find(({ sent }) => sent.status !== 200)?.sent
  if (refused !== undefined && refused.status === undefined) {
    return found('broken', `${subject} gets no answer.`)
  }
  if (refused !== undefined && arrivals.length > accepted.length) {
    return found('broken', `${subject} is refused (${refused.status}) and delivered all the same.`)
  }
  if (refused !== undefined && accepted.length > 0) {
    return found('broken', `${subject} is now accepted, now refused (${refused.status}).`)
  }
  if (refused !== undefined) return found('absent', `${subject} is refused (${refused.status}).`)
  const missing = accepted.filter(one => !arrivals.includes(one))
  if (missing.length > 0) {
    const extent = missing.length < accepted.length ? ' at times' : ''
    return found('broken', `${subject} is accepted and lost${extent}.`)
  }
  if (arrivals.length > accepted.length) return found('broken', `${subject} is delivered more than once.`)
  return arrivals.every((one, place) => one === accepted[place])
    ? found('present', 'Sends during the connect callback are kept and delivered in order.')
    : found('broken', 'Sends during the connect callback are delivered out of order.')
}
