import { describe, expect, test } from 'vitest'
import type { ReceivedSend } from '../../mock-gateway/index.ts'
import { closeOnPaper, sendOnPaper, taskEventOnPaper } from '../../test-support/send-builder.ts'
import { flawInTask, type TaskEnd } from './task-events.ts'

const STARTED = taskEventOnPaper('task_started')
const HALF = taskEventOnPaper('progress_update', { value: 0.5 })
const WHOLE = taskEventOnPaper('progress_update', { value: 1 })
const COMPLETED = taskEventOnPaper('task_completed')
const CLOSED = closeOnPaper('task_completed')
const A_CLOSE = sendOnPaper({ close: true })

const FLAWS: readonly (readonly [
  what: string,
  sends: readonly ReceivedSend[],
  words: string,
  end?: TaskEnd,
])[] = [
  [
    'send-after-close',
    [CLOSED, taskEventOnPaper('task_completed', { status: 404 })],
    'The gateway answered 404, because the stream was over',
  ],
  [
    'connection-dropped-on-failed-send',
    [taskEventOnPaper('task_started', { status: 500 })],
    'did not accept task_started (500)',
  ],
  ['task-events-stop', [STARTED, HALF], 'sent task_started, progress_update (0.5) to the'],
  ['task-stream-closed-early', [STARTED, HALF, A_CLOSE], 'Expected task_completed first'],
  [
    'task-close-wrong-reason',
    [STARTED, HALF, taskEventOnPaper('task_failed'), CLOSED],
    'expected "connection_close" {"reason":"task_failed"} with close',
    'task_failed',
  ],
  [
    'task-close-wrong-reason',
    [STARTED, HALF, COMPLETED, A_CLOSE],
    'closed the stream of a task with a close,',
  ],
  [
    'task-stream-not-closed',
    [STARTED, HALF, WHOLE, COMPLETED],
    'The last thing that the backend sent to the stream of a task is progress_update (1), task_completed,',
  ],
  [
    'task-stream-not-closed',
    [STARTED, HALF, COMPLETED, closeOnPaper('task_completed', false)],
    'It sent connection_close without `close: true`',
  ],
  [
    'task-events-repeated',
    [taskEventOnPaper('task_started', { status: 500 }), STARTED, HALF, COMPLETED, CLOSED],
    'task_started [answered 500], task_started, progress_update (0.5), task_completed, connection_close with close',
  ],
  ['task-events-repeated', [STARTED, HALF, HALF, COMPLETED, CLOSED], '(0.5), progress_update (0.5)'],
  ['task-events-lost', [HALF, WHOLE, COMPLETED, CLOSED], 'It did not send task_started.'],
  ['task-events-lost', [STARTED, COMPLETED, CLOSED], 'It did not send progress_update.'],
  ['task-events-out-of-order', [HALF, STARTED, COMPLETED, CLOSED], 'each once and in that order'],
  ['task-events-out-of-order', [STARTED, WHOLE, HALF, COMPLETED, CLOSED], '(1), progress_update (0.5)'],
  [
    'event-wrong',
    [STARTED, taskEventOnPaper('progress_update', { task: 'another' }), COMPLETED, CLOSED],
    'to the stream of the task t',
  ],
  ['event-wrong', [STARTED, HALF, COMPLETED, closeOnPaper('task_failed')], '"task_event"', 'task_failed'],
]

describe('Of the sends about a task', () => {
  test.for(FLAWS)('%s', ([what, sends, words, end = 'task_completed']) => {
    const flaw = flawInTask(sends, 't', end)
    expect(flaw?.what).toBe(what)
    expect(flaw?.summary).toContain(words)
  })

  test('accept all of them, in order and once.', () => {
    expect(flawInTask([STARTED, HALF, WHOLE, COMPLETED, CLOSED], 't', 'task_completed')).toBeUndefined()
  })

  test('do not count a failed send as lost.', () => {
    const failed = taskEventOnPaper('task_started', { status: 500 })
    expect(flawInTask([failed, HALF, COMPLETED, CLOSED], 't', 'task_completed')).toBeUndefined()
  })

  test('throw where the gateway refused a token that was not closed.', () => {
    const refused = taskEventOnPaper('progress_update', { value: 0.5, status: 404 })
    expect(() => flawInTask([STARTED, refused], 't', 'task_completed')).toThrow(/that was not closed/)
  })
})
