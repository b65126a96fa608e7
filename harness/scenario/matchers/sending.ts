import type { Sent } from '../../backend/index.ts'
import type { StreamView } from '../../client/index.ts'
import { problemIn } from '../../contract/index.ts'
import type { EntryOf } from '../../timeline/index.ts'
import { quoted, sendsTo, streamOf } from '../../verdict/index.ts'
import { conversationOf, defineMatchers, fail, holds, parsed, waitBefore, worldOf } from './matching.ts'

const SENDING = defineMatchers({
  toBeAccepted(sent: Sent) {
    if (sent.status === 200) return holds
    const ended = endedUnasked(sent)
    if (ended !== undefined) {
      return fail({
        party: 'gateway',
        what: 'it ended a stream that nobody closed',
        summary: `The gateway ended the stream (${ended.how}) before this send, though the backend had not closed it and the client had not left; it then refused the send with ${sent.status}.`,
        streams: [ended.stream],
        expected: 'an open stream',
      })
    }
    return fail({
      party: 'gateway',
      what: sent.status === undefined ? 'it does not answer a send' : 'it refused a correct send',
      summary: `The backend made a correct send to a connected token, and the gateway answered ${sent.status ?? `nothing (${sent.failure})`}; 200 was due.`,
      streams: [],
      expected: '200',
    })
  },

  toBeAcceptedInForm(sent: Sent) {
    const problem =
      sent.status === 200
        ? problemIn('send-answer', parsed(sent.body))
        : `its status is ${sent.status ?? sent.failure}`
    if (problem === undefined && /^application\/json\b/i.test(sent.contentType)) return holds
    return fail({
      party: 'gateway',
      what: 'it answers a send in the wrong form',
      summary: `The gateway answered a correct send with ${sent.status} ${quoted(sent.body)} (${sent.contentType || 'no content type'})${problem === undefined ? '' : `: ${problem}`}.`,
      streams: [],
      expected: '200 {"status":"ok"} or {"status":"buffered"} as application/json',
    })
  },

  toHaveItsCloseAnswered(stream: StreamView) {
    if (isCloseAnswered(stream)) return holds
    return fail({
      party: 'gateway',
      what: 'it does not answer a send',
      summary:
        'The backend sent a close to the stream, and the gateway has not answered that, though other streams were opened and closed since.',
      streams: [stream.number],
      expected: 'an answer to the close',
    })
  },
})

waitBefore(SENDING, {
  toHaveItsCloseAnswered: stream =>
    conversationOf(stream).unlessLost('the answer to the close', () => isCloseAnswered(stream) || undefined),
})

function isCloseAnswered(stream: StreamView): boolean {
  const closes = sendsTo(worldOf(stream).timeline, stream.token).filter(
    ({ request }) => request.command.close === true,
  )
  return closes.some(({ response }) => response !== undefined)
}

/** How the stream of a refused send ended before it, where neither the backend nor the client has ended it. */
function endedUnasked({ command, number, status, timeline }: Sent): EntryOf<'stream-end'> | undefined {
  const sentAt = timeline.all('send-request').find(({ send }) => send === number)?.at ?? 0
  const stream = streamOf(timeline, command.token)
  const ended = timeline.all('stream-end').find(entry => entry.stream === stream && entry.at < sentAt)
  const isClosed = sendsTo(timeline, command.token).some(({ request }) => request.command.close === true)
  if (status !== 404 || ended === undefined || isClosed || ended.how.endsWith('-by-client')) return undefined
  return ended
}

/** A send that should have been refused with one of these. */
export function refusedSend(sent: Sent, allowed: readonly number[]) {
  if (allowed.includes(sent.status ?? 0)) return holds
  return fail({
    party: 'gateway',
    what: sent.status === 200 ? 'it accepted a send that it should refuse' : 'it refused with another status',
    summary: `The backend made the send ${quoted(sent.raw, 120)}, and the gateway answered ${sent.status ?? `nothing (${sent.failure})`}; ${allowed.join(' or ')} was due.`,
    streams: [],
    expected: allowed.join(' or '),
  })
}
