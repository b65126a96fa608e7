import { type DetailsOf, NEVER_CLOSED } from '../../diagnosis/index.ts'
import type { ReceivedSend } from '../../mock-gateway/index.ts'
import {
  aClose,
  describeExpected,
  describeSend,
  type ExpectedSend,
  isExpected,
} from '../../scenario/backend/expected-send.ts'

/** What else the record shows of a stream that explains a wrong send. */
export interface Circumstances {
  /** When its disconnect callback was made: the length of the timeline then. */
  readonly disconnectedAt: number | undefined
  /** What was sent to other tokens. */
  readonly elsewhere: readonly ReceivedSend[]
}

export interface SendFlaw extends Pick<DetailsOf<'backend'>, 'what' | 'summary'> {
  /** Something was never sent, or was sent to another address. */
  readonly isMissingSend?: true
}

/** Compares the sends to a token with the expected ones. @returns `undefined` when they are the same */
export function flawInSends(
  sends: readonly ReceivedSend[],
  expected: readonly ExpectedSend[],
  circumstances: Circumstances,
): SendFlaw | undefined {
  const at = expected.findIndex((one, place) => sends[place] === undefined || !isExpected(sends[place], one))
  const wanted = expected[at]
  if (wanted === undefined) {
    const extra = sends[expected.length]
    return extra === undefined ? undefined : surplus(extra, sends, expected, circumstances)
  }
  const found = sends[at]
  if (found === undefined) return missing(wanted, sends, circumstances)
  const place = `The backend sent ${describeSend(found)} to the client, expected ${describeExpected(wanted)}`
  if (!expected.slice(at + 1).some(later => isExpected(found, later))) {
    return { what: 'event-wrong', summary: `${place}.` }
  }
  const failed = failedBefore(wanted, circumstances)
  return {
    what: 'event-lost-or-out-of-order',
    summary: `${place} first${failed === undefined ? '' : `: ${failed}`}.`,
  }
}

function surplus(
  extra: ReceivedSend,
  sends: readonly ReceivedSend[],
  expected: readonly ExpectedSend[],
  { disconnectedAt }: Circumstances,
): SendFlaw {
  if (isExpected(extra, aClose) && expected.some(one => isExpected(extra, one))) {
    return {
      what: 'replaced-connection-closed-twice',
      summary: 'The backend closed the token of a replaced connection a second time, expected once.',
    }
  }
  const before = sends.slice(0, sends.indexOf(extra))
  const again = before.find(({ raw }) => raw === extra.raw)
  const refused = before.find(({ status }) => status === 404)
  const sent = `The backend sent ${describeSend(extra)} to the token of the client`
  if (refused !== undefined) {
    return {
      what: 'sends-after-404',
      summary: `${sent}, though the gateway had answered an earlier send to this token with 404.`,
    }
  }
  if (disconnectedAt !== undefined && disconnectedAt < extra.came) {
    return {
      what: 'sends-after-disconnect',
      summary: `${sent} after the disconnect callback of its stream.`,
    }
  }
  if (again !== undefined) {
    return {
      what: 'event-repeated',
      summary: `${sent} a second time${again.status === 200 ? '' : `, after the first was not accepted (${again.status ?? 'no answer'})`}.`,
    }
  }
  return {
    what: 'event-unexpected',
    summary: `${sent}, expected nothing${expected.length === 0 ? '' : ' more'}.`,
  }
}

function missing(
  wanted: ExpectedSend,
  sends: readonly ReceivedSend[],
  circumstances: Circumstances,
): SendFlaw {
  if (wanted.name === undefined && wanted.close === true) {
    return { what: 'replaced-connection-left-open', summary: NEVER_CLOSED, isMissingSend: true }
  }
  const failed = failedBefore(wanted, circumstances)
  if (failed !== undefined) {
    return {
      what: 'failed-send-not-requeued',
      summary: `The client came back, and the backend did not send it ${describeExpected(wanted)}: ${failed}.`,
    }
  }
  const last = sends.at(-1)
  const [before] = sends.filter(({ status }) => status !== 200)
  const requeueNote =
    before === undefined
      ? ''
      : ` The send of ${describeSend(before)} had failed before (${before.status ?? 'no answer'}): the backend has to put it back into the queue, and to send the queue in order when the client is there.`
  return {
    what: 'event-not-sent',
    summary: `The backend did not send ${describeExpected(wanted)} to the client; ${last === undefined ? 'it sent nothing to it' : `the last thing that it sent is ${describeSend(last)}`}.${requeueNote}`,
    isMissingSend: true,
  }
}

function failedBefore(wanted: ExpectedSend, { elsewhere }: Circumstances): string | undefined {
  const failed = elsewhere.find(received => received.status !== 200 && isExpected(received, wanted))
  if (failed === undefined) return undefined
  return `its send to an earlier token had failed (${failed.status ?? 'no answer'}); the backend has to keep that event, and to send it first when the client connects again`
}
