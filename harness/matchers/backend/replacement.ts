import { SEND_PATH } from '../../contract/paths.ts'
import { backendFault, NEVER_CLOSED, NothingSentError } from '../../diagnosis/index.ts'
import { type MockStream, type ReceivedSend, receivedSendsTo } from '../../mock-gateway/index.ts'
import { aClose, describeSend, isExpected, payloadOf } from '../../scenario/backend/expected-send.ts'
import { announceFence, sendsTo } from '../../scenario/backend/send-fence.ts'
import type { StreamView } from '../../wire/sse-client/index.ts'
import { defineMatchers, waitBefore } from '../registry.ts'
import { contextOf, untilDecided } from './waits.ts'

/** The version that is announced to streams for one id, of which one is to be left. */
const TO_THE_ONE_LEFT = 'the one that is left'

const REPLACEMENT = defineMatchers({
  toHaveBeenClosedBefore(old: StreamView, successor: StreamView) {
    const closes = sendsTo(old).filter(isClose)
    const [close] = closes
    const [first] = receivedSendsTo(successor)
    const streams = [old.number, successor.number]
    const expected = `POST ${SEND_PATH} {"token":"<old>","close":true}, once, before anything to the new token`
    if (close === undefined) {
      return new NothingSentError({
        party: 'backend',
        what: 'replaced-connection-left-open',
        summary: NEVER_CLOSED,
        streams,
        expected,
      })
    }
    if (closes.length > 1) {
      return backendFault(streams, {
        what: 'replaced-connection-closed-twice',
        summary: `The backend closed the token of a replaced connection ${closes.length} times, expected once.`,
        expected,
      })
    }
    if (first === undefined || (close.settled ?? Number.POSITIVE_INFINITY) <= first.came) return undefined
    return backendFault(streams, {
      what: 'replaced-connection-closed-late',
      summary: `The backend sent ${describeSend(first)} to the new token before the close of the old one was answered. Until then the id had two connections.`,
      expected,
    })
  },

  toHaveLeftOneConnected(streams: readonly StreamView[], _id: string) {
    const open = streams.filter(isLeft)
    const reached = streams.filter(stream =>
      receivedSendsTo(stream).some(received => payloadOf(received)?.version === TO_THE_ONE_LEFT),
    )
    const [left] = open
    if (open.length === 1 && reached.length === 1 && reached[0] === left) return undefined
    return backendFault([], {
      what: 'concurrent-connects-mixed-up',
      summary: `${streams.length} clients connected for one id at the same time. The backend closed ${streams.length - open.length} of their tokens, expected ${streams.length - 1}. The next event reached ${reached.length === 0 ? 'none' : reached.length} of the ${streams.length}, expected one.`,
      expected: `${streams.length - 1} closes, and one token that gets the version`,
    })
  },
})

waitBefore(REPLACEMENT, {
  toHaveBeenClosedBefore: async (old, successor) => {
    const isPassed = await announceFence(contextOf(old), successor as MockStream)
    await untilDecided(old, () => !isLeft(old) || isPassed?.() === true)
  },
  toHaveLeftOneConnected: async (streams, id) => {
    const [one] = streams
    if (one === undefined) throw new TypeError('There are no streams to look at.')
    const { backend, gateway } = contextOf(one)
    await untilDecided(one, () => streams.filter(isLeft).length <= 1)
    await gateway.waitForCallbacks()
    await backend.announceVersion(id, TO_THE_ONE_LEFT)
  },
})

/** Whether the backend has not closed its token. */
function isLeft(stream: StreamView): boolean {
  return !sendsTo(stream).some(isClose)
}

function isClose(received: ReceivedSend): boolean {
  return isExpected(received, aClose)
}
