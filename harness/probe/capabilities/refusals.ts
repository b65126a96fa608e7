import { REJECTED_STATUSES } from '../../contract/index.ts'
import { formatList } from '../../util/format-list.ts'
import { type Begin, type CapabilityProbe, capabilityProbe } from '../capability-probe.ts'
import { connectAnswerLine, endLine, headLine, writtenLines } from '../evidence-lines.ts'
import { type Finding, ProbeInconclusiveError } from '../finding.ts'
import { attempt } from '../probe-session.ts'
import { eventsOn } from '../stream-events.ts'

/** In every edition these stay statuses. */
const OTHER_STATUSES = [404, 500]

/** How one refusal reaches the client: by its status, as an event on a stream that ends, or in some other way. */
interface Refused {
  readonly status: number
  readonly form: 'status' | 'stream' | 'other'
  readonly evidence: readonly string[]
}

/** How does a client learn that the backend refused it? */
export const refusals: CapabilityProbe = capabilityProbe(['refusal'], async begin => {
  const all = await Promise.all(
    [...REJECTED_STATUSES, ...OTHER_STATUSES].map(status => attempt(() => refuse(begin, status))),
  )
  const refused = all.map(one => {
    if (one instanceof ProbeInconclusiveError) throw one
    return one
  })
  return [
    refusalFinding(
      refused.filter(({ status }) => REJECTED_STATUSES.includes(status)),
      refused.filter(({ status }) => OTHER_STATUSES.includes(status)),
    ),
  ]
})

async function refuse(begin: Begin, status: number): Promise<Refused> {
  using question = begin()
  const answer = { error: 'refused' }
  question.backend.replyToConnect({ status, body: answer })
  const stream = await question.request(`/probe/refused-${status}`)
  const mark = stream.isEventStream ? await question.fence(stream) : 'ended'
  const isStream = /event-stream/i.test(String(stream.responseHeaders['content-type'] ?? ''))
  if (!isStream) await question.client.waitForEnd(stream)
  const events = eventsOn(stream)
  const isTold = events.length === 1 && events[0]?.event === 'rejected' && stream.ended?.how === 'clean'
  const form =
    stream.isEventStream && mark === 'ended' && isTold
      ? 'stream'
      : !isStream && stream.status === status
        ? 'status'
        : 'other'
  const evidence = [connectAnswerLine(answer, status), headLine(stream), ...writtenLines(stream)]
  return { status, form, evidence: stream.isEventStream ? [...evidence, endLine(stream)] : evidence }
}

function refusalFinding(rejected: readonly Refused[], others: readonly Refused[]): Finding {
  const found = (
    state: Finding['state'],
    form: string,
    sentence: string,
    shown: readonly Refused[],
  ): Finding => ({
    capability: 'refusal',
    state,
    form,
    sentence,
    evidence: shown.flatMap(({ evidence }) => evidence),
  })
  const odd = [...rejected, ...others].filter(({ form }) => form === 'other')
  if (odd.length > 0) {
    return found(
      'broken',
      'other',
      `A refusal with ${listed(odd)} comes neither as its status without a stream nor on a stream that ends.`,
      odd.slice(0, 2),
    )
  }
  const onStream = rejected.filter(({ form }) => form === 'stream')
  const onStreamToo = others.filter(({ form }) => form === 'stream')
  if (onStreamToo.length > 0) {
    return found(
      'broken',
      'stream',
      `A refusal with ${listed(onStreamToo)} comes as an event on a stream.`,
      onStreamToo,
    )
  }
  if (onStream.length === 0) {
    return found(
      'present',
      'status',
      `A refusal with ${listed([...rejected, ...others])} has its status and no stream.`,
      rejected.slice(0, 1),
    )
  }
  if (onStream.length < rejected.length) {
    return found(
      'broken',
      'stream',
      `A refusal with ${listed(onStream)} comes as an event on a stream, one with another status does not.`,
      rejected,
    )
  }
  return found(
    'present',
    'stream',
    `A refusal with ${listed(rejected)} comes as an event on a stream that ends; one with ${listed(others)} has its status.`,
    [...rejected.slice(0, 1), ...others.slice(0, 1)],
  )
}

function listed(refused: readonly Refused[]): string {
  return formatList(
    refused.map(({ status }) => String(status)),
    'or',
  )
}
