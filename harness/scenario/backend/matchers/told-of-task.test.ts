import { describe, expect, test } from 'vitest'
import type { ReceivedSend } from '../../../mock-gateway/index.ts'
import { connectionClose, sendOnPaper, taskEvent } from './sends-on-paper.ts'
import { flawInTask, type TaskEnd } from './told-of-task.ts'

const STARTED = taskEvent('task_started')
const HALF = taskEvent('progress_update', { value: 0.5 })
const WHOLE = taskEvent('progress_update', { value: 1 })
const COMPLETED = taskEvent('task_completed')
const CLOSED = connectionClose('task_completed')
const A_CLOSE = sendOnPaper({ close: true })

const FLAWS: readonly (readonly [
  what: string,
  sends: readonly ReceivedSend[],
  words: string,
  end?: TaskEnd,
])[] = [
  [
    'it sends to a stream that it has already closed',
    [CLOSED, taskEvent('task_completed', { status: 404 })],
    'the gateway answered 404, because the stream was over',
  ],
  [
    'it gives a connection up when a send fails',
    [taskEvent('task_started', { status: 500 })],
    'did not accept task_started (500)',
  ],
  ['it stops in the middle of a task', [STARTED, HALF], 'sent task_started, progress_update (0.5) to the'],
  [
    'it closes the stream of a task before the task is told',
    [STARTED, HALF, A_CLOSE],
    'task_completed was due first',
  ],
  [
    'it closes the stream of a task with the wrong reason',
    [STARTED, HALF, taskEvent('task_failed'), CLOSED],
    '"connection_close" {"reason":"task_failed"} with close was due',
    'task_failed',
  ],
  [
    'it closes the stream of a task with the wrong reason',
    [STARTED, HALF, COMPLETED, A_CLOSE],
    'ended the stream of a task with a close,',
  ],
  [
    'it does not close the stream of a task that has ended',
    [STARTED, HALF, WHOLE, COMPLETED],
    'The last that the backend sent to the stream of a task was progress_update (1), task_completed;',
  ],
  [
    'it does not close the stream of a task that has ended',
    [STARTED, HALF, COMPLETED, connectionClose('task_completed', false)],
    'connection_close was sent without close',
  ],
  [
    'it sends events of a task twice',
    [taskEvent('task_started', { status: 500 }), STARTED, HALF, COMPLETED, CLOSED],
    'task_started [answered 500], task_started, progress_update (0.5), task_completed, connection_close with close',
  ],
  [
    'it sends events of a task twice',
    [STARTED, HALF, HALF, COMPLETED, CLOSED],
    '(0.5), progress_update (0.5)',
  ],
  ['it loses events of a task', [HALF, WHOLE, COMPLETED, CLOSED], 'task_started never came.'],
  ['it loses events of a task', [STARTED, COMPLETED, CLOSED], 'progress_update never came.'],
  [
    'it sends the events of a task out of order',
    [HALF, STARTED, COMPLETED, CLOSED],
    'each once and in that order',
  ],
  [
    'it sends the events of a task out of order',
    [STARTED, WHOLE, HALF, COMPLETED, CLOSED],
    '(1), progress_update (0.5)',
  ],
  [
    'it sent something else than was due',
    [STARTED, taskEvent('progress_update', { task: 'another' }), COMPLETED, CLOSED],
    'to the stream of the task t',
  ],
  [
    'it sent something else than was due',
    [STARTED, HALF, COMPLETED, connectionClose('task_failed')],
    '"task_event"',
    'task_failed',
  ],
]

describe('Of what was sent about a task', () => {
  test.for(FLAWS)('%s', ([what, sends, words, end = 'task_completed']) => {
    const flaw = flawInTask(sends, 't', end)
    expect(flaw?.what).toBe(what)
    expect(flaw?.summary).toContain(words)
  })

  test('all of it, in order and once, is right.', () => {
    expect(flawInTask([STARTED, HALF, WHOLE, COMPLETED, CLOSED], 't', 'task_completed')).toBeUndefined()
  })

  test('a send that failed in the middle is none that was lost.', () => {
    const failed = taskEvent('task_started', { status: 500 })
    expect(flawInTask([failed, HALF, COMPLETED, CLOSED], 't', 'task_completed')).toBeUndefined()
  })

  test('nothing is said where the gateway refused a token that was not closed.', () => {
    const refused = taskEvent('progress_update', { value: 0.5, status: 404 })
    expect(() => flawInTask([STARTED, refused], 't', 'task_completed')).toThrow(/that nobody had closed/)
  })
})
