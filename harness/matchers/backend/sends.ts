import { SEND_PATH } from '../../contract/paths.ts'
import { backendFault, NEVER_CLOSED, NothingSentError } from '../../diagnosis/index.ts'
import type { StartedTask } from '../../mock-backend/index.ts'
import {
  type MockStream,
  type ReceivedSend,
  receivedSends,
  receivedSendsTo,
} from '../../mock-gateway/index.ts'
import type { BackendScenarioContext } from '../../scenario/backend/context.ts'
import {
  aClose,
  describeExpected,
  describeSend,
  type ExpectedSend,
  isExpected,
  payloadOf,
} from '../../scenario/backend/expected-send.ts'
import { announceFence, sendsTo } from '../../scenario/backend/send-fence.ts'
import { waitForSends } from '../../scenario/wait-for-sends.ts'
import type { Timeline } from '../../timeline/index.ts'
import type { StreamView } from '../../wire/sse-client/index.ts'
import { defineMatchers, recordOf, waitBefore } from '../registry.ts'
import { sentAfterClose } from './after-close.ts'
import { flawInForm } from './send-form.ts'
import { closeOf, flawInTask, type TaskEnd } from './task-events.ts'
import { type Circumstances, flawInSends } from './unexpected-send.ts'

/** How long a repetition may take that is still seen, in milliseconds. */
const LATER_MS = 300

/** The version that is announced to streams for one id, of which one is to be left. */
const TO_THE_ONE_LEFT = 'the one that is left'

const SENDS = defineMatchers({
  toHaveBeenSent(stream: StreamView, expected: readonly ExpectedSend[]) {
    return compared(stream, expected)
  },

  toHaveFirstBeenSent(stream: StreamView, expected: ExpectedSend) {
    return compared(stream, [expected], sendsTo(stream).slice(0, 1))
  },

  toHaveBeenSentSoFar(stream: StreamView, expected: readonly ExpectedSend[]) {
    return compared(stream, expected)
  },

  toNeverBeSentAgain(stream: StreamView, expected: ExpectedSend) {
    return compared(stream, [expected])
  },

  toHaveBeenSentLast(stream: StreamView, expected: ExpectedSend) {
    const last = sendsTo(stream).at(-1)
    if (last !== undefined && isExpected(last, expected)) return undefined
    const common = { expected: describeExpected(expected) }
    if (last === undefined) {
      return new NothingSentError({
        ...common,
        streams: [stream.number],
        party: 'backend',
        what: 'event-not-sent',
        summary: `The backend sent nothing to the client, which is connected, expected ${describeExpected(expected)}. Only a send that is answered 404 says that a connection is gone.`,
      })
    }
    return backendFault(stream, {
      ...common,
      what: 'connection-dropped-on-failed-send',
      summary: `The last thing that the backend sent to the client is ${describeSend(last)}, expected ${describeExpected(expected)} after it. Only 404 says that a connection is gone.`,
    })
  },

  toHaveBeenSentInAnyOrder(stream: StreamView, expected: readonly ExpectedSend[]) {
    const sends = sendsTo(stream)
    const wrong = expected.find(one => sends.filter(received => isExpected(received, one)).length !== 1)
    if (wrong === undefined && sends.length === expected.length) return undefined
    if (sends.length === 0) {
      return new NothingSentError({
        party: 'backend',
        what: 'event-not-sent',
        summary: `The backend sent nothing to the client, which is connected, expected ${expected.length} events, first ${describeExpected(expected[0] ?? {})}.`,
        streams: [stream.number],
        expected: 'each event once',
      })
    }
    return backendFault(stream, {
      what: 'concurrent-events-lost-or-repeated',
      summary: `Of ${expected.length} events that came up at the same time, the backend sent ${sends.length} to their client: ${list(sends)}.${wrong === undefined ? '' : ` It sent ${describeExpected(wrong)} ${sends.filter(received => isExpected(received, wrong)).length} times, expected once.`}`,
      expected: 'each event once',
    })
  },

  toHaveBeenSentTaskEvents(stream: StreamView, task: StartedTask, end: TaskEnd) {
    const sends = sendsTo(stream)
    const common = {
      expected: `task_started, progress_update …, ${end}, then ${describeExpected(closeOf(end))}`,
    }
    if (sends.length === 0) {
      return new NothingSentError({
        ...common,
        streams: [stream.number],
        party: 'backend',
        what: 'task-events-missing',
        summary: `The backend ran a task and sent nothing to its client.`,
      })
    }
    const flaw = flawInTask(sends, task.task_id, end)
    if (flaw === undefined) return undefined
    return backendFault(stream, { ...common, ...flaw })
  },

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

  toHaveValidSends({ timeline }: { readonly timeline: Timeline }) {
    const sends = receivedSends(timeline)
    if (sends.length === 0) throw new TypeError('Nothing was sent whose form could be looked at.')
    for (const received of sends) {
      const flaw = flawInForm(received)
      if (flaw === undefined) continue
      return backendFault([], {
        ...flaw,
        expected:
          'POST /internal/send as application/json: {"token":"…","event":{"name":"…","data":"<JSON text>"}} as CONTRACT.md has it',
      })
    }
    return undefined
  },

  toHaveWaitedForEachAnswer(stream: StreamView) {
    const sends = receivedSendsTo(stream)
    const hasty = sends.find((later, at) => {
      const earlier = sends[at - 1]
      return earlier !== undefined && (earlier.settled ?? Number.POSITIVE_INFINITY) > later.came
    })
    if (hasty === undefined) return undefined
    return backendFault(stream, {
      what: 'sends-overlap',
      summary: `The backend sent ${describeSend(hasty)} before an earlier send to the same token was answered. On their way two sends can overtake each other.`,
      expected: 'the next send to this token only after the answer to the one before',
    })
  },
})

waitBefore(SENDS, {
  toHaveBeenSent: async (stream, expected) => {
    const isPassed = await announceFence(contextOf(stream), stream as MockStream)
    await untilDecided(stream, () => {
      const sends = sendsTo(stream)
      const odd = sends.some(
        (received, at) => expected[at] === undefined || !isExpected(received, expected[at]),
      )
      return odd || sends.length >= expected.length || isPassed?.() === true
    })
  },
  toHaveFirstBeenSent: async stream => {
    await untilDecided(stream, () => sendsTo(stream)[0]?.settled !== undefined)
    // The backend has taken note of the answer once it answers something else.
    await contextOf(stream).backend.health()
  },
  toNeverBeSentAgain: stream =>
    // Nothing orders a repetition that a timer makes; a client library's first one comes well within this.
    stream.timeline
      .waitUntil({
        for: 'a send that is made again',
        until: () => (sendsTo(stream).length > 1 ? true : undefined),
        limitMs: LATER_MS,
      })
      .catch(() => undefined),
  toHaveBeenSentTaskEvents: stream =>
    untilDecided(stream, () => sendsTo(stream).some(({ command }) => command.close === true)),
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

/** The scenario that a stream belongs to, for acting and waiting in it. */
function contextOf(stream: StreamView): BackendScenarioContext {
  // A saved scenario is judged without waiting.
  return recordOf(stream) as BackendScenarioContext
}

function compared(
  stream: StreamView,
  expected: readonly ExpectedSend[],
  sends: readonly ReceivedSend[] = sendsTo(stream),
) {
  const listed = expected.map(describeExpected).join(', then ')
  const isSurplus = sends.length > expected.length
  const common = {
    expected: isSurplus ? `no send to this token${listed === '' ? '' : ` after ${listed}`}` : listed,
  }
  const flaw = sentAfterClose(sends) ?? flawInSends(sends, expected, circumstancesOf(stream))
  if (flaw === undefined) return undefined
  const { what, summary } = flaw
  if ('isMissingSend' in flaw)
    return new NothingSentError({ ...common, what, summary, party: 'backend', streams: [stream.number] })
  return backendFault(stream, { ...common, what, summary })
}

function circumstancesOf({ timeline, number, token }: StreamView): Circumstances {
  const [over] = timeline.exchanges.disconnects(number)
  const elsewhere = receivedSends(timeline).filter(({ command }) => command.token !== token)
  return { disconnectedAt: over === undefined ? undefined : timeline.entries.indexOf(over), elsewhere }
}

/** Waits until the sends decide, or the time limit is reached. */
async function untilDecided({ timeline }: StreamView, isDecided: () => boolean): Promise<void> {
  const until = (): true | undefined => (isDecided() ? true : undefined)
  await waitForSends(timeline, { for: 'the backend to send', until })
}

/** Whether the backend has not closed its token. */
function isLeft(stream: StreamView): boolean {
  return !sendsTo(stream).some(isClose)
}

function isClose(received: ReceivedSend): boolean {
  return isExpected(received, aClose)
}

function list(sends: readonly ReceivedSend[]): string {
  if (sends.length === 0) return 'nothing'
  const shown = sends.slice(0, 4).map(describeSend).join(', ')
  return sends.length <= 4 ? shown : `${shown} and ${sends.length - 4} more`
}
