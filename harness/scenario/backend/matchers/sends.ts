import { expect } from 'vitest'
import { payloadOfEvent, problemIn } from '../../../contract/index.ts'
import type { MockGateway, PlayedStream, ReceivedSend } from '../../../mock-gateway/index.ts'
import { quoted } from '../../../verdict/index.ts'
import { sceneOf } from '../backend-scene.ts'
import { parsed, type StartedTask } from '../backend-under-test.ts'
import {
  aClose,
  describeExpected,
  describeSend,
  type ExpectedSend,
  isExpected,
  payloadOf,
} from '../expected-send.ts'
import { announceFence, sendsTo } from '../send-fence.ts'
import { fail, holds, NothingSent } from './matching.ts'

/** How long a repetition may take that is still seen, in milliseconds. */
const LATER_MS = 300

expect.extend({
  async toHaveBeenSent(stream: PlayedStream, expected: readonly ExpectedSend[]) {
    const scene = sceneOf(stream)
    const isPassed = await announceFence(scene, stream)
    await untilDecided(stream, () => {
      const sends = sendsTo(stream)
      const odd = sends.some(
        (received, at) => expected[at] === undefined || !isExpected(received, expected[at]),
      )
      return odd || sends.length >= expected.length || isPassed?.() === true
    })
    return compared(stream, expected)
  },

  toHaveBeenSentSoFar(stream: PlayedStream, expected: readonly ExpectedSend[]) {
    return compared(stream, expected)
  },

  async toNeverBeSentAgain(stream: PlayedStream, expected: ExpectedSend) {
    // Nothing orders a repetition that a timer makes; a client library's first one comes well within this.
    await sceneOf(stream)
      .gateway.timeline.waitUntil({
        for: 'a send that is made again',
        until: () => (sendsTo(stream).length > 1 ? true : undefined),
        limitMs: LATER_MS,
      })
      .catch(() => undefined)
    return compared(stream, [expected])
  },

  toHaveBeenSentLast(stream: PlayedStream, expected: ExpectedSend) {
    const last = sendsTo(stream).at(-1)
    if (last !== undefined && isExpected(last, expected)) return holds
    return fail({
      what: 'it gives a connection up when a send fails',
      summary: `The last thing that the backend sent to the token of the client is ${last === undefined ? 'nothing' : describeSend(last)}; ${describeExpected(expected)} was due behind it. Only 404 says that a connection is gone.`,
      streams: [stream.number],
      expected: describeExpected(expected),
    })
  },

  toHaveBeenSentInAnyOrder(stream: PlayedStream, expected: readonly ExpectedSend[]) {
    const sends = sendsTo(stream)
    const wrong = expected.find(one => sends.filter(received => isExpected(received, one)).length !== 1)
    if (wrong === undefined && sends.length === expected.length) return holds
    return fail({
      what: 'it loses or repeats events of the same moment',
      summary: `Of ${expected.length} events at the same time the backend sent ${sends.length} to the token of their client: ${list(sends)}. ${wrong === undefined ? '' : `${describeExpected(wrong)} was due once, and came ${sends.filter(received => isExpected(received, wrong)).length} times.`}`,
      streams: [stream.number],
      expected: 'each of them once',
    })
  },

  async toHaveBeenToldOf(stream: PlayedStream, task: StartedTask, end: 'task_completed' | 'task_failed') {
    await untilDecided(stream, () => sendsTo(stream).some(({ command }) => command.close === true))
    const due = { name: 'connection_close', payload: { reason: end }, close: true } as const
    const sends = sendsTo(stream)
    const last = sends.at(-1)
    if (last === undefined) {
      throw new NothingSent({
        party: 'backend',
        what: 'it sends nothing about a task',
        summary: `The backend ran a task and sent nothing to the token of its client.`,
        streams: [stream.number],
        expected: `task_started, progress_update …, ${end}, then ${describeExpected(due)}`,
      })
    }
    if (last.status !== 200 && last.command.close !== true) {
      return fail({
        what: 'it gives a connection up when a send fails',
        summary: `The gateway did not accept ${describeSend(last)} (${last.status ?? 'no answer'}), and the backend sent nothing more to the token of the client; only 404 says that a connection is gone.`,
        streams: [stream.number],
        expected: 'what comes next, to the same token',
      })
    }
    if (!isExpected(last, due)) {
      return fail({
        what: 'it does not close the stream of a task that has ended',
        summary: `The backend sent ${list(sends)} to the stream of a task that it has run to its end; behind the last event of a task ${describeExpected(due)} was due. A client otherwise waits for ever, or takes the wrong end for the right one.`,
        streams: [stream.number],
        expected: describeExpected(due),
      })
    }
    const told = sends.slice(0, -1).map(received => payloadOf(received)?.event_type)
    const inOrder = told.every(
      (type, at) =>
        type === (at === 0 ? 'task_started' : at === told.length - 1 ? end : 'progress_update') &&
        isExpected(sends[at] as ReceivedSend, { name: 'task_event', payload: { task_id: task.id } }),
    )
    if (inOrder && told.length > 2 && isProgress(sends)) return holds
    return fail({
      what: 'it does not tell all of a task, or not in order',
      summary: `The backend sent ${list(sends)} to the stream of the task; task_started, progress_update for every step and ${end} were due, each once and in that order.`,
      streams: [stream.number],
      expected: `task_started, progress_update …, ${end}, then ${describeExpected(due)}`,
    })
  },

  async toHaveBeenClosedBefore(old: PlayedStream, successor: PlayedStream) {
    const isPassed = await announceFence(sceneOf(old), successor)
    await untilDecided(old, () => sendsTo(old).some(isClose) || isPassed?.() === true)
    const closes = sendsTo(old).filter(isClose)
    const [close] = closes
    const [first] = successor.sends
    const streams = [old.number, successor.number]
    const expected = 'POST /internal/send with {"token":"…","close":true} for the old token, once and first'
    if (close === undefined) {
      return fail({
        what: 'it leaves a replaced connection open',
        summary:
          'A second client connected for an id, and the backend never closed the token of the first: its client goes on waiting for events that will never come.',
        streams,
        expected,
      })
    }
    if (closes.length > 1) {
      return fail({
        what: 'it closes a replaced connection more than once',
        summary: `The backend closed the token of a replaced connection ${closes.length} times; once was due.`,
        streams,
        expected,
      })
    }
    if (first === undefined || (close.settled ?? Number.POSITIVE_INFINITY) <= first.came) return holds
    return fail({
      what: 'it closes a replaced connection too late',
      summary: `The backend sent ${describeSend(first)} to the new token before the close of the old one was answered; for that time the id had two connections.`,
      streams,
      expected,
    })
  },

  async toHaveLeftOneConnected(streams: readonly PlayedStream[], id: string) {
    const [one] = streams
    if (one === undefined) throw new TypeError('There are no streams to look at.')
    const { backend, gateway } = sceneOf(one)
    const isClosed = (stream: PlayedStream): boolean => sendsTo(stream).some(isClose)
    const open = (): PlayedStream[] => streams.filter(stream => !isClosed(stream))
    await untilDecided(one, () => open().length <= 1)
    const text = 'the one that is left'
    await gateway.settled()
    await backend.announces(id, text)
    const reached = streams.filter(stream =>
      stream.sends.some(received => payloadOf(received)?.version === text),
    )
    const [left] = open()
    if (open().length === 1 && reached.length === 1 && reached[0] === left) return holds
    return fail({
      what: 'it mixes up connects for one id at the same time',
      summary: `${streams.length} clients connected for one id at the same time. The backend closed ${streams.length - open().length} of their tokens, and then sent a version to ${reached.length}; all but one were to be closed, and that one was to get it.`,
      streams: [],
      expected: `${streams.length - 1} closes, and one token that gets the version`,
    })
  },

  toHaveBeenSentInForm(gateway: MockGateway) {
    if (gateway.sends.length === 0) throw new TypeError('Nothing was sent whose form could be looked at.')
    for (const received of gateway.sends) {
      const problem = formProblem(received)
      if (problem === undefined) continue
      return fail({
        what: 'it sends in the wrong form',
        summary: `The backend sent ${describeSend(received)}: ${problem}. A gateway refuses that with 400, or its clients cannot read it.`,
        streams: [],
        expected:
          'POST /internal/send as application/json, in the form send-command, its data JSON text in the form of its event',
      })
    }
    return holds
  },

  toHaveWaitedForEachAnswer(stream: PlayedStream) {
    const hasty = stream.sends.find((later, at) => {
      const earlier = stream.sends[at - 1]
      return earlier !== undefined && (earlier.settled ?? Number.POSITIVE_INFINITY) > later.came
    })
    if (hasty === undefined) return holds
    return fail({
      what: 'it does not wait for the answer to a send',
      summary: `The backend sent ${describeSend(hasty)} while an earlier send to the same token had not been answered; on their way two sends can overtake each other, and only their answers prove their order.`,
      streams: [stream.number],
      expected: 'no other send to this token before the answer to the one before',
    })
  },
})

function compared(stream: PlayedStream, expected: readonly ExpectedSend[]) {
  const sends = sendsTo(stream)
  const at = expected.findIndex((one, place) => sends[place] === undefined || !isExpected(sends[place], one))
  const common = {
    streams: [stream.number],
    expected: expected.map(describeExpected).join(', then ') || 'nothing',
  }
  if (at < 0 && sends.length === expected.length) return holds
  const wanted = expected[at]
  if (wanted === undefined) {
    const extra = sends.slice(expected.length)
    return fail({
      ...common,
      what: 'it sent what was not due',
      summary: `The backend sent ${list(extra)} to the token of the client${expected.length === 0 ? ', where nothing was due' : ', besides what was due'}.`,
    })
  }
  const found = sends[at]
  if (found === undefined) {
    throw new NothingSent({
      ...common,
      party: 'backend',
      what: 'never produced',
      summary: `The backend never sent ${describeExpected(wanted)} to the token of the client; it sent ${list(sends)}.`,
    })
  }
  return fail({
    ...common,
    what: 'it sent something else than was due',
    summary: `The backend sent ${describeSend(found)} to the token of the client, where ${describeExpected(wanted)} was due.`,
  })
}

/** Waits until it can be told what came; the bound of the wait decides, too. */
async function untilDecided(stream: PlayedStream, isDecided: () => boolean): Promise<void> {
  await stream.gateway.timeline
    .waitUntil({ for: 'the backend to send', until: () => (isDecided() ? true : undefined) })
    .catch(() => undefined)
}

function isClose(received: ReceivedSend): boolean {
  return isExpected(received, aClose)
}

function isProgress(sends: readonly ReceivedSend[]): boolean {
  const values = sends.flatMap(received => {
    const value = (payloadOf(received)?.data as { value?: unknown } | null | undefined)?.value
    return typeof value === 'number' ? [value] : []
  })
  return values.every((value, at) => at === 0 || value >= (values[at - 1] ?? 0))
}

function list(sends: readonly ReceivedSend[]): string {
  if (sends.length === 0) return 'nothing'
  const shown = sends.slice(0, 4).map(describeSend).join(', ')
  return sends.length <= 4 ? shown : `${shown} and ${sends.length - 4} more`
}

function formProblem({ method, contentType, raw, command }: ReceivedSend): string | undefined {
  if (method !== 'POST') return `its method is ${method}`
  if (!/^application\/json\b/i.test(contentType)) return `it is declared as ${contentType || 'nothing'}`
  const problem = problemIn('send-command', parsed(raw))
  if (problem !== undefined) return problem
  const { event, close } = command
  if (event === undefined) return close === true ? undefined : 'it neither sends nor closes'
  const payload = payloadOfEvent(event.name ?? '')
  if (payload === undefined) return `the contract has no event ${quoted(event.name ?? '')}`
  return problemIn(payload, parsed(event.data))
}
