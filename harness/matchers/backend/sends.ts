import { expect } from 'vitest'
import { SEND_PATH } from '../../contract/paths.ts'
import { backendFault, NEVER_CLOSED, NothingSentError } from '../../diagnosis/index.ts'
import type { StartedTask } from '../../mock-backend/index.ts'
import type { MockGateway, MockStream, ReceivedSend } from '../../mock-gateway/index.ts'
import { contextOf } from '../../scenario/backend/context.ts'
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
import { sentAfterClose } from './after-close.ts'
import { holds } from './matching.ts'
import { flawInForm } from './send-form.ts'
import { closeOf, flawInTask, type TaskEnd } from './task-events.ts'
import { type Circumstances, flawInSends } from './unexpected-send.ts'

/** How long a repetition may take that is still seen, in milliseconds. */
const LATER_MS = 300

expect.extend({
  async toHaveBeenSent(stream: MockStream, expected: readonly ExpectedSend[]) {
    const context = contextOf(stream)
    const isPassed = await announceFence(context, stream)
    await untilDecided(stream, () => {
      const sends = sendsTo(stream)
      const odd = sends.some(
        (received, at) => expected[at] === undefined || !isExpected(received, expected[at]),
      )
      return odd || sends.length >= expected.length || isPassed?.() === true
    })
    return compared(stream, expected)
  },

  /** The first send to the token, whatever its answer was; the backend has had the time to take note of that. */
  async toHaveFirstBeenSent(stream: MockStream, expected: ExpectedSend) {
    await untilDecided(stream, () => sendsTo(stream)[0]?.settled !== undefined)
    await contextOf(stream).backend.health()
    return compared(stream, [expected], sendsTo(stream).slice(0, 1))
  },

  toHaveBeenSentSoFar(stream: MockStream, expected: readonly ExpectedSend[]) {
    return compared(stream, expected)
  },

  async toNeverBeSentAgain(stream: MockStream, expected: ExpectedSend) {
    // Nothing orders a repetition that a timer makes; a client library's first one comes well within this.
    await contextOf(stream)
      .gateway.timeline.waitUntil({
        for: 'a send that is made again',
        until: () => (sendsTo(stream).length > 1 ? true : undefined),
        limitMs: LATER_MS,
      })
      .catch(() => undefined)
    return compared(stream, [expected])
  },

  toHaveBeenSentLast(stream: MockStream, expected: ExpectedSend) {
    const last = sendsTo(stream).at(-1)
    if (last !== undefined && isExpected(last, expected)) return holds
    const common = { expected: describeExpected(expected) }
    if (last === undefined) {
      throw new NothingSentError({
        ...common,
        streams: [stream.number],
        party: 'backend',
        what: 'event-not-sent',
        summary: `The backend sent nothing to the client, which is connected, expected ${describeExpected(expected)}. Only a send that is answered 404 says that a connection is gone.`,
      })
    }
    throw backendFault(stream, {
      ...common,
      what: 'connection-dropped-on-failed-send',
      summary: `The last thing that the backend sent to the client is ${describeSend(last)}, expected ${describeExpected(expected)} after it. Only 404 says that a connection is gone.`,
    })
  },

  toHaveBeenSentInAnyOrder(stream: MockStream, expected: readonly ExpectedSend[]) {
    const sends = sendsTo(stream)
    const wrong = expected.find(one => sends.filter(received => isExpected(received, one)).length !== 1)
    if (wrong === undefined && sends.length === expected.length) return holds
    if (sends.length === 0) {
      throw new NothingSentError({
        party: 'backend',
        what: 'event-not-sent',
        summary: `The backend sent nothing to the client, which is connected, expected ${expected.length} events, first ${describeExpected(expected[0] ?? {})}.`,
        streams: [stream.number],
        expected: 'each event once',
      })
    }
    throw backendFault(stream, {
      what: 'concurrent-events-lost-or-repeated',
      summary: `Of ${expected.length} events that came up at the same time, the backend sent ${sends.length} to their client: ${list(sends)}.${wrong === undefined ? '' : ` It sent ${describeExpected(wrong)} ${sends.filter(received => isExpected(received, wrong)).length} times, expected once.`}`,
      expected: 'each event once',
    })
  },

  async toHaveBeenSentTaskEvents(stream: MockStream, task: StartedTask, end: TaskEnd) {
    await untilDecided(stream, () => sendsTo(stream).some(({ command }) => command.close === true))
    const sends = sendsTo(stream)
    const common = {
      expected: `task_started, progress_update …, ${end}, then ${describeExpected(closeOf(end))}`,
    }
    if (sends.length === 0) {
      throw new NothingSentError({
        ...common,
        streams: [stream.number],
        party: 'backend',
        what: 'task-events-missing',
        summary: `The backend ran a task and sent nothing to its client.`,
      })
    }
    const flaw = flawInTask(sends, task.task_id, end)
    if (flaw === undefined) return holds
    throw backendFault(stream, { ...common, ...flaw })
  },

  async toHaveBeenClosedBefore(old: MockStream, successor: MockStream) {
    const isPassed = await announceFence(contextOf(old), successor)
    await untilDecided(old, () => sendsTo(old).some(isClose) || isPassed?.() === true)
    const closes = sendsTo(old).filter(isClose)
    const [close] = closes
    const [first] = successor.sends
    const streams = [old.number, successor.number]
    const expected = `POST ${SEND_PATH} {"token":"<old>","close":true}, once, before anything to the new token`
    if (close === undefined) {
      throw new NothingSentError({
        party: 'backend',
        what: 'replaced-connection-left-open',
        summary: NEVER_CLOSED,
        streams,
        expected,
      })
    }
    if (closes.length > 1) {
      throw backendFault(streams, {
        what: 'replaced-connection-closed-twice',
        summary: `The backend closed the token of a replaced connection ${closes.length} times, expected once.`,
        expected,
      })
    }
    if (first === undefined || (close.settled ?? Number.POSITIVE_INFINITY) <= first.came) return holds
    throw backendFault(streams, {
      what: 'replaced-connection-closed-late',
      summary: `The backend sent ${describeSend(first)} to the new token before the close of the old one was answered. Until then the id had two connections.`,
      expected,
    })
  },

  async toHaveLeftOneConnected(streams: readonly MockStream[], id: string) {
    const [one] = streams
    if (one === undefined) throw new TypeError('There are no streams to look at.')
    const { backend, gateway } = contextOf(one)
    const isClosed = (stream: MockStream): boolean => sendsTo(stream).some(isClose)
    const open = (): MockStream[] => streams.filter(stream => !isClosed(stream))
    await untilDecided(one, () => open().length <= 1)
    const text = 'the one that is left'
    await gateway.waitForCallbacks()
    await backend.announceVersion(id, text)
    const reached = streams.filter(stream =>
      stream.sends.some(received => payloadOf(received)?.version === text),
    )
    const [left] = open()
    if (open().length === 1 && reached.length === 1 && reached[0] === left) return holds
    throw backendFault([], {
      what: 'concurrent-connects-mixed-up',
      summary: `${streams.length} clients connected for one id at the same time. The backend closed ${streams.length - open().length} of their tokens, expected ${streams.length - 1}. The next event reached ${reached.length === 0 ? 'none' : reached.length} of the ${streams.length}, expected one.`,
      expected: `${streams.length - 1} closes, and one token that gets the version`,
    })
  },

  toHaveValidSends(gateway: MockGateway) {
    if (gateway.sends.length === 0) throw new TypeError('Nothing was sent whose form could be looked at.')
    for (const received of gateway.sends) {
      const flaw = flawInForm(received)
      if (flaw === undefined) continue
      throw backendFault([], {
        ...flaw,
        expected:
          'POST /internal/send as application/json: {"token":"…","event":{"name":"…","data":"<JSON text>"}} as CONTRACT.md has it',
      })
    }
    return holds
  },

  toHaveWaitedForEachAnswer(stream: MockStream) {
    const hasty = stream.sends.find((later, at) => {
      const earlier = stream.sends[at - 1]
      return earlier !== undefined && (earlier.settled ?? Number.POSITIVE_INFINITY) > later.came
    })
    if (hasty === undefined) return holds
    throw backendFault(stream, {
      what: 'sends-overlap',
      summary: `The backend sent ${describeSend(hasty)} before an earlier send to the same token was answered. On their way two sends can overtake each other.`,
      expected: 'the next send to this token only after the answer to the one before',
    })
  },
})

function compared(
  stream: MockStream,
  expected: readonly ExpectedSend[],
  sends: readonly ReceivedSend[] = sendsTo(stream),
) {
  const listed = expected.map(describeExpected).join(', then ')
  const isSurplus = sends.length > expected.length
  const common = {
    expected: isSurplus ? `no send to this token${listed === '' ? '' : ` after ${listed}`}` : listed,
  }
  const flaw = sentAfterClose(sends) ?? flawInSends(sends, expected, circumstancesOf(stream))
  if (flaw === undefined) return holds
  const { what, summary } = flaw
  if ('isMissingSend' in flaw)
    throw new NothingSentError({ ...common, what, summary, party: 'backend', streams: [stream.number] })
  throw backendFault(stream, { ...common, what, summary })
}

function circumstancesOf({ gateway, number, token }: MockStream): Circumstances {
  const over = gateway.timeline.entries.findIndex(
    entry =>
      entry.kind === 'callback-request' && entry.stream === number && entry.payload.action === 'disconnect',
  )
  const elsewhere = gateway.sends.filter(({ command }) => command.token !== token)
  return { disconnectedAt: over < 0 ? undefined : over, elsewhere }
}

/** Waits until the sends decide, or the time limit is reached. */
async function untilDecided(stream: MockStream, isDecided: () => boolean): Promise<void> {
  const until = (): true | undefined => (isDecided() ? true : undefined)
  await waitForSends(stream.gateway.timeline, { for: 'the backend to send', until })
}

function isClose(received: ReceivedSend): boolean {
  return isExpected(received, aClose)
}

function list(sends: readonly ReceivedSend[]): string {
  if (sends.length === 0) return 'nothing'
  const shown = sends.slice(0, 4).map(describeSend).join(', ')
  return sends.length <= 4 ? shown : `${shown} and ${sends.length - 4} more`
}
