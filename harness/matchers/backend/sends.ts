import { SEND_PATH } from '../../contract/paths.ts'
import { backendFault, NothingSentError } from '../../diagnosis/index.ts'
import type { StartedTask } from '../../mock-backend/index.ts'
import {
  type MockStream,
  type ReceivedSend,
  receivedSends,
  receivedSendsTo,
} from '../../mock-gateway/index.ts'
import {
  describeExpected,
  describeSend,
  type ExpectedSend,
  isExpected,
} from '../../scenario/backend/expected-send.ts'
import { announceFence, sendsTo } from '../../scenario/backend/send-fence.ts'
import type { Timeline } from '../../timeline/index.ts'
import type { StreamView } from '../../wire/sse-client/index.ts'
import { defineMatchers, waitBefore } from '../registry.ts'
import { sentAfterClose } from './after-close.ts'
import { flawInForm } from './send-form.ts'
import { closeOf, flawInTask, type TaskEnd } from './task-events.ts'
import { type Circumstances, flawInSends } from './unexpected-send.ts'
import { contextOf, untilDecided } from './waits.ts'

/** How long a repetition may take that is still seen, in milliseconds. */
const LATER_MS = 300

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

  toHaveValidSends({ timeline }: { readonly timeline: Timeline }) {
    const sends = receivedSends(timeline)
    if (sends.length === 0) throw new TypeError('Nothing was sent whose form could be looked at.')
    for (const received of sends) {
      const flaw = flawInForm(received)
      if (flaw === undefined) continue
      return backendFault([], {
        ...flaw,
        expected: `POST ${SEND_PATH} as application/json: {"token":"…","event":{"name":"…","data":"<JSON text>"}} as CONTRACT.md has it`,
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
})

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

function list(sends: readonly ReceivedSend[]): string {
  if (sends.length === 0) return 'nothing'
  const shown = sends.slice(0, 4).map(describeSend).join(', ')
  return sends.length <= 4 ? shown : `${shown} and ${sends.length - 4} more`
}
