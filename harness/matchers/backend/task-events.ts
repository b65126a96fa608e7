import type { DetailsOf } from '../../diagnosis/index.ts'
import type { ReceivedSend } from '../../mock-gateway/index.ts'
import {
  describeExpected,
  describeSend,
  type ExpectedSend,
  isExpected,
  payloadOf,
} from '../../scenario/backend/expected-send.ts'
import { closeEvent } from '../../scenario/contract-events.ts'
import { sentAfterClose } from './after-close.ts'

/** What is wrong with what was sent about a task, in the words of a verdict. */
export type TaskFlaw = Pick<DetailsOf<'backend'>, 'what' | 'summary'>

/** How a task that is run here can end. */
export type TaskEnd = 'task_completed' | 'task_failed'

/** The close after the last event of a task. */
export function closeOf(end: TaskEnd): ExpectedSend {
  return { ...closeEvent(end), close: true }
}

/**
 * Compares the sends to the stream of a task with those that a whole task needs.
 * @param sends at least one
 * @returns `undefined` when that is all of it, in order and once
 */
export function flawInTask(
  sends: readonly ReceivedSend[],
  taskId: string,
  end: TaskEnd,
): TaskFlaw | undefined {
  return (
    sentAfterClose(sends) ??
    givenUp(sends) ??
    wrongEnd(sends, end) ??
    strangeEvent(sends, taskId, end) ??
    wrongCourse(sends, end)
  )
}

function givenUp(sends: readonly ReceivedSend[]): TaskFlaw | undefined {
  const last = sends.at(-1)
  if (last === undefined || last.status === 200 || last.command.close === true) return undefined
  if (last.status === 404) throw new Error('The gateway answered 404 to a token that was not closed.')
  return {
    what: 'connection-dropped-on-failed-send',
    summary: `The gateway did not accept ${kindOf(last)} (${last.status ?? 'no answer'}), and the backend sent nothing more to the client. Only 404 says that a connection is gone.`,
  }
}

function wrongEnd(sends: readonly ReceivedSend[], end: TaskEnd): TaskFlaw | undefined {
  const last = sends.at(-1) as ReceivedSend
  const due = describeExpected(closeOf(end))
  if (isExpected(last, closeOf(end))) return undefined
  const seen = `The backend sent ${course(sends)} to the stream of a task that it had run to its end`
  const hasEnded = sends.some(received => /^task_(?:completed|failed)$/.test(kindOf(received)))
  const isClosed = sends.some(({ command }) => command.close === true)
  if (isClosed && !hasEnded) {
    return {
      what: 'task-stream-closed-early',
      summary: `${seen}: the close came before the last event of the task. Expected ${end} first, then ${due}.`,
    }
  }
  if (isClosed) {
    return {
      what: 'task-close-wrong-reason',
      summary: `The backend closed the stream of a task with ${describeSend(last)}, expected ${due}.`,
    }
  }
  if (!hasEnded) {
    return {
      what: 'task-events-stop',
      summary: `${seen}, and then nothing more. Expected the rest of the task up to ${end}, then ${due}.`,
    }
  }
  const isWithoutClose = last.command.event?.name === 'connection_close'
  return {
    what: 'task-stream-not-closed',
    summary: `The last thing that the backend sent to the stream of a task is ${tail(sends)}, expected ${due} after it. ${isWithoutClose ? 'It sent connection_close without `close: true`' : 'It sent no close'}, so the client waits without end.`,
  }
}

function strangeEvent(sends: readonly ReceivedSend[], taskId: string, end: TaskEnd): TaskFlaw | undefined {
  const types = ['task_started', 'progress_update', end]
  const unexpected = sends.slice(0, -1).find(received => {
    const { event_type: type } = payloadOf(received) ?? {}
    const isOwn = isExpected(received, { name: 'task_event', payload: { task_id: taskId } })
    return !isOwn || !types.includes(String(type))
  })
  if (unexpected === undefined) return undefined
  return {
    what: 'event-wrong',
    summary: `The backend sent ${describeSend(unexpected)} to the stream of the task ${taskId}, expected only its own ${types.join(', ')}, each as task_event.`,
  }
}

function wrongCourse(sends: readonly ReceivedSend[], end: TaskEnd): TaskFlaw | undefined {
  const events = sends.slice(0, -1)
  const kinds = events.map(kindOf)
  const count = (kind: string): number => kinds.filter(one => one === kind).length
  const due = `task_started, progress_update for every step, ${end} and connection_close, each once and in that order`
  const summary = `The backend sent ${course(sends)} to the stream of the task, expected ${due}.`
  const once = new Set(events.map(({ raw }) => raw))
  if (once.size < events.length || count('task_started') > 1 || count(end) > 1) {
    return { what: 'task-events-repeated', summary }
  }
  const missing = ['task_started', 'progress_update', end].find(kind => count(kind) === 0)
  if (missing !== undefined) {
    return { what: 'task-events-lost', summary: `${summary} It did not send ${missing}.` }
  }
  const inOrder = kinds.at(0) === 'task_started' && kinds.at(-1) === end && isRising(events)
  return inOrder ? undefined : { what: 'task-events-out-of-order', summary }
}

function isRising(sends: readonly ReceivedSend[]): boolean {
  const values = sends.flatMap(received => {
    const value = progressOf(received)
    return value === undefined ? [] : [value]
  })
  return values.every((value, at) => at === 0 || value >= (values[at - 1] ?? 0))
}

function progressOf(received: ReceivedSend): number | undefined {
  const value = (payloadOf(received)?.data as { value?: unknown } | null | undefined)?.value
  return typeof value === 'number' ? value : undefined
}

/** What a send about a task is, in a word or two. */
function kindOf(received: ReceivedSend): string {
  const { event, close } = received.command
  if (event === undefined) return close === true ? 'a close' : 'something that is not an event'
  const type = payloadOf(received)?.event_type
  if (event.name === 'task_event' && typeof type === 'string' && /^[a-z_]{1,40}$/.test(type)) return type
  return event.name === 'connection_close'
    ? `connection_close${close === true ? ' with close' : ''}`
    : describeSend(received)
}

/** What was sent, by kind and in order; where it matters, how far the work was. */
function course(sends: readonly ReceivedSend[]): string {
  return sends
    .map(received => {
      const value = progressOf(received)
      const failed = received.status === 200 ? '' : ` [answered ${received.status ?? 'nothing'}]`
      return `${kindOf(received)}${value === undefined ? '' : ` (${Number(value.toFixed(2))})`}${failed}`
    })
    .join(', ')
}

function tail(sends: readonly ReceivedSend[]): string {
  return course(sends.slice(-2))
}
