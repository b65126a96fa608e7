import type { ReceivedSend } from '../../../mock-gateway/index.ts'
import type { DetailsOf } from '../../../verdict/index.ts'
import { aClose, describeExpected, describeSend, type ExpectedSend, isExpected } from '../expected-send.ts'

/** What else the record tells of a stream, as far as it says why a send was wrong. */
export interface Circumstances {
  /** When its disconnect callback was made: the length of the timeline then. */
  readonly disconnectedAt: number | undefined
  /** What was sent to other tokens. */
  readonly elsewhere: readonly ReceivedSend[]
}

export interface SendFlaw extends Pick<DetailsOf<'backend'>, 'what' | 'summary'> {
  /** Something was never sent, be it by mistake or to somebody else. */
  readonly isForWantOfSends?: true
}

export const NEVER_CLOSED =
  'A second client connected for an id, and the backend never closed the token of the first: its client goes on waiting for events that will never come.'

/** Compares what was sent to a token with what was due there. @returns `undefined` when it is the same */
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
  const place = `The backend sent ${describeSend(found)} to the token of the client, where ${describeExpected(wanted)} was due`
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
      summary: 'The backend closed the token of a replaced connection a second time; once was due.',
    }
  }
  const before = sends.slice(0, sends.indexOf(extra))
  const again = before.find(({ raw }) => raw === extra.raw)
  const refused = before.find(({ status }) => status === 404)
  const why =
    refused !== undefined
      ? `, though an earlier send to this token was answered 404`
      : disconnectedAt !== undefined && disconnectedAt < extra.came
        ? ', after the disconnect callback of its stream'
        : again !== undefined
          ? ` a second time${again.status === 200 ? '' : `, since it was not accepted before (${again.status ?? 'no answer'})`}`
          : expected.length === 0
            ? ', where nothing was due'
            : ' behind everything that was due'
  return {
    what: 'event-unexpected',
    summary: `The backend sent ${describeSend(extra)} to the token of the client${why}.`,
  }
}

function missing(
  wanted: ExpectedSend,
  sends: readonly ReceivedSend[],
  circumstances: Circumstances,
): SendFlaw {
  if (wanted.name === undefined && wanted.close === true) {
    return { what: 'replaced-connection-left-open', summary: NEVER_CLOSED, isForWantOfSends: true }
  }
  const failed = failedBefore(wanted, circumstances)
  if (failed !== undefined) {
    return {
      what: 'failed-send-not-requeued',
      summary: `The backend never sent ${describeExpected(wanted)} to the token of the client that came back: ${failed}.`,
    }
  }
  const last = sends.at(-1)
  const [before] = sends.filter(({ status }) => status !== 200)
  const behind =
    before === undefined
      ? ''
      : ` The send of ${describeSend(before)} had failed before (${before.status ?? 'no answer'}): what fails is put back, and everything that waits is sent in order when the client is there.`
  return {
    what: 'event-not-sent',
    summary: `The backend never sent ${describeExpected(wanted)} to the token of the client; ${last === undefined ? 'nothing was sent to it' : `the last that it sent there is ${describeSend(last)}`}.${behind}`,
    isForWantOfSends: true,
  }
}

function failedBefore(wanted: ExpectedSend, { elsewhere }: Circumstances): string | undefined {
  const failed = elsewhere.find(received => received.status !== 200 && isExpected(received, wanted))
  if (failed === undefined) return undefined
  return `its send to an earlier token had failed (${failed.status ?? 'no answer'}), and what could not be sent has to be kept, and sent before what is later when the client connects again`
}
