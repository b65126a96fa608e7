import { beforeEach, describe, expect, test, vi } from 'vitest'
import { FakeGatewayClient } from '../../test-support/fake-gateway-client.ts'
import { ConnectionRegistry } from './connection-registry.ts'
import type { SendOutcome } from './gateway-client.ts'
import { GatewayMetrics } from './metrics.ts'
import { TaskService } from './task-service.ts'

const URL_42 = '/api/sse/tasks?task_id=42'
const NOON = '2026-01-02T12:00:00.000Z'

let gateway: FakeGatewayClient
let tasks: TaskService

beforeEach(() => {
  gateway = new FakeGatewayClient()
  const connections = new ConnectionRegistry({
    gateway,
    metrics: new GatewayMetrics(),
    log: () => undefined,
  })
  tasks = new TaskService({ connections, now: () => new Date(NOON) })
})

/** What a token's client received: the type of a task event, the name of any other, `(close)`. */
function received(token: string): string[] {
  return gateway.streamOf(token).map(entry => /"event_type":"(\w+)"/.exec(entry)?.[1] ?? entry)
}

describe('starting', () => {
  test('A started task is pending and says where it can be followed.', () => {
    expect(tasks.start('demo_task', {}, { taskId: '42' }).summary()).toEqual({
      task_id: '42',
      stream_url: URL_42,
      status: 'pending',
    })
  })

  test('Without an id the task gets one of its own.', () => {
    const { task_id } = tasks.start('demo_task')
    expect(task_id).toMatch(/^[\da-f-]{36}$/)
    expect(tasks.find(task_id)?.task_id).toBe(task_id)
  })

  test('An id that no stream could ask for, or that is taken, is refused.', () => {
    tasks.start('demo_task', {}, { taskId: '42' })
    expect(() => tasks.start('demo_task', {}, { taskId: '42' })).toThrow('There is a task 42 already')
    expect(() => tasks.start('demo_task', {}, { taskId: 'a:b' })).toThrow('without a colon')
    expect(() => tasks.start('demo_task', {}, { taskId: '' })).toThrow('non-empty')
  })
})

describe('following a task', () => {
  test('A task event carries its type, task, time and data.', async () => {
    const task = tasks.start('demo_task', {}, { taskId: '42' })
    await tasks.connect('42', 'one', URL_42)
    await task.start()
    expect(await task.progress('Step 1', 0.33)).toBe('sent')
    expect(gateway.commands.map(({ event }) => JSON.parse(event?.data ?? ''))).toEqual([
      { event_type: 'task_started', task_id: '42', timestamp: NOON, data: null },
      {
        event_type: 'progress_update',
        task_id: '42',
        timestamp: NOON,
        data: { text: 'Step 1', value: 0.33 },
      },
    ])
    expect(gateway.commands.map(({ event }) => event?.name)).toEqual(['task_event', 'task_event'])
  })

  test('Completion is followed by connection_close with close.', async () => {
    const task = tasks.start('demo_task', {}, { taskId: '42' })
    await tasks.connect('42', 'one', URL_42)
    await task.start()
    await task.complete({ answer: 42 })
    expect(received('one')).toEqual([
      'task_started',
      'task_completed',
      'connection_close {"reason":"task_completed"}',
      '(close)',
    ])
    expect(task.status).toBe('completed')
  })

  test('Failure is followed by connection_close with close.', async () => {
    const task = tasks.start('failing_task', {}, { taskId: '42' })
    await tasks.connect('42', 'one', URL_42)
    await task.start()
    await task.fail('out of paper')
    expect(received('one').slice(1)).toEqual([
      'task_failed',
      'connection_close {"reason":"task_failed"}',
      '(close)',
    ])
    expect(JSON.parse(gateway.commands[1]?.event?.data ?? '').data).toMatchObject({ error: 'out of paper' })
  })

  test('The client of an unknown task is told, and its stream closed.', async () => {
    await tasks.connect('nope', 'one', '/api/sse/tasks?task_id=nope')
    expect(gateway.streamOf('one')).toEqual([
      'error {"error":"Task not found","task_id":"nope"}',
      'connection_close {"reason":"task_not_found"}',
      '(close)',
    ])
  })
})

describe('queueing', () => {
  test('Events from before the client connected are sent when it does, in order, before the connect ends.', async () => {
    const task = tasks.start('demo_task', {}, { taskId: '42' })
    expect(await task.start()).toBe('queued')
    expect(await task.progress('Step 1', 0.5)).toBe('queued')
    expect(await task.complete()).toBe('queued')
    await tasks.connect('42', 'one', URL_42)
    expect(received('one')).toEqual([
      'task_started',
      'progress_update',
      'task_completed',
      'connection_close {"reason":"task_completed"}',
      '(close)',
    ])
  })

  test('An event made while the queue is being sent comes after it.', async () => {
    const task = tasks.start('demo_task', {}, { taskId: '42' })
    await task.start()
    let completed: Promise<unknown> | undefined
    gateway.answer = () => {
      completed ??= task.complete()
      return { status: 200 }
    }
    await tasks.connect('42', 'one', URL_42)
    await completed
    expect(received('one').slice(0, 2)).toEqual(['task_started', 'task_completed'])
  })

  test('Calls that are not awaited keep their order.', async () => {
    const task = tasks.start('demo_task', {}, { taskId: '42' })
    void task.start()
    const connected = tasks.connect('42', 'one', URL_42)
    void task.progress('Step 1', 1)
    await Promise.all([connected, task.complete()])
    expect(received('one').slice(0, 3)).toEqual(['task_started', 'progress_update', 'task_completed'])
  })

  test('Events from while the client was away wait for its return.', async () => {
    const task = tasks.start('demo_task', {}, { taskId: '42' })
    await tasks.connect('42', 'one', URL_42)
    await task.start()
    gateway.answer = () => ({ status: 404 })
    expect(await task.progress('seen by nobody', 0.1)).toBe('lost')
    expect(await task.progress('kept', 0.2)).toBe('queued')
    gateway.answer = () => ({ status: 200 })
    await tasks.connect('42', 'two', URL_42)
    expect(gateway.streamOf('two')).toEqual([expect.stringContaining('"text":"kept"')])
  })

  test('A gateway that answers 404 inside the connect callback costs the client every queued event.', async () => {
    const task = tasks.start('demo_task', {}, { taskId: '42' })
    await task.start()
    await task.complete()
    gateway.answer = () => ({ status: 404 })
    await tasks.connect('42', 'one', URL_42)
    expect(received('one')).toEqual(['task_started'])
  })

  test('A held send delays the events of its own task only.', async () => {
    const slow = tasks.start('demo_task', {}, { taskId: '42' })
    const quick = tasks.start('demo_task', {}, { taskId: '43' })
    await tasks.connect('42', 'one', URL_42)
    await tasks.connect('43', 'two', '/api/sse/tasks?task_id=43')
    const held = Promise.withResolvers<SendOutcome>()
    gateway.answer = ({ token }) => (token === 'one' ? held.promise : { status: 200 })
    const started = slow.start()
    expect(await quick.start()).toBe('sent')
    held.resolve({ status: 200 })
    expect(await started).toBe('sent')
  })
})

describe('steps out of turn', () => {
  test('A task that was not started makes no progress.', () => {
    const task = tasks.start('demo_task', {}, { taskId: '42' })
    expect(() => task.progress('Step 1', 0.5)).toThrow('Task 42 is pending, but has to be running')
  })

  test('A task ends once.', async () => {
    const task = tasks.start('demo_task', {}, { taskId: '42' })
    await task.start()
    await task.complete()
    expect(() => task.fail('too late')).toThrow('Task 42 is completed, but has to be running')
  })

  test('Progress is a number from 0 to 1.', async () => {
    const task = tasks.start('demo_task')
    await task.start()
    expect(() => task.progress('too far', 1.5)).toThrow('Progress is 1.5; expected a number from 0 to 1.')
    expect(() => task.progress('nowhere', Number.NaN)).toThrow(RangeError)
  })
})

describe('running by itself', () => {
  test('A demo task goes through its steps and completes.', async () => {
    const task = tasks.start('demo_task', { steps: 2, delay: 0 }, { taskId: '42' })
    await tasks.connect('42', 'one', URL_42)
    await tasks.run(task)
    expect(received('one')).toEqual([
      'task_started',
      'progress_update',
      'progress_update',
      'progress_update',
      'task_completed',
      'connection_close {"reason":"task_completed"}',
      '(close)',
    ])
  })

  test('A failing task fails.', async () => {
    const task = tasks.start('failing_task', { delay: 0 })
    await tasks.run(task)
    expect(task.status).toBe('failed')
  })

  test('The delay is waited for before each step.', async () => {
    vi.useFakeTimers()
    try {
      const task = tasks.start('demo_task', { steps: 2, delay: 60 })
      const run = tasks.run(task)
      await vi.advanceTimersByTimeAsync(119_999)
      expect(task.status).toBe('running')
      await vi.advanceTimersByTimeAsync(1)
      await run
      expect(task.status).toBe('completed')
    } finally {
      vi.useRealTimers()
    }
  })

  test('Disposing of the service ends a run that waits for its next step.', async () => {
    const task = tasks.start('demo_task', { steps: 1, delay: 3600 })
    const run = tasks.run(task)
    tasks[Symbol.dispose]()
    await run
    expect(task.status).toBe('running')
  })
})
