import {
  connectionClose,
  expect,
  oneOrMore,
  scenario,
  taskEvent,
  taskNotFound,
  taskStream,
} from '../../harness/index.ts'

scenario('task/progress-delivered', async ({ backend, open }) => {
  const { task_id, stream_url } = await backend.startTask('demo_task', { steps: 2, delay: 0.15 })
  const stream = await open(stream_url)
  await expect(stream).toHaveReceived([
    taskEvent(task_id, 'task_started'),
    oneOrMore(taskEvent(task_id, 'progress_update')),
    taskEvent(task_id, 'task_completed'),
    connectionClose('task_completed'),
  ])
})

scenario.scripted('task/progress-delivered', 'half before its client comes', async ({ backend, open }) => {
  const task = backend.tasks.start('demo_task', {}, { taskId: '42' })
  await task.start()
  await task.progress('before', 0.1)
  const stream = await open(taskStream('42'))
  await task.progress('after', 0.9)
  await expect(stream).toHaveReceived([
    taskEvent('42', 'task_started'),
    taskEvent('42', 'progress_update', { text: 'before', value: 0.1 }),
    taskEvent('42', 'progress_update', { text: 'after', value: 0.9 }),
  ])
})

scenario('task/completion-ends-stream', async ({ backend, open }) => {
  const { task_id, stream_url } = await backend.startTask('demo_task', { steps: 1, delay: 0 })
  const stream = await open(stream_url)
  await expect(stream).toHaveReceived([
    taskEvent(task_id, 'task_started'),
    oneOrMore(taskEvent(task_id, 'progress_update')),
    taskEvent(task_id, 'task_completed'),
    connectionClose('task_completed'),
  ])
  await expect(stream).toHaveEnded()
  await expect(stream).toBeReportedOnce('server_closed')
})

scenario.scripted('task/completion-ends-stream', 'while its client looks on', async ({ backend, open }) => {
  const task = backend.tasks.start('demo_task', {}, { taskId: '42' })
  const stream = await open(taskStream('42'))
  await task.start()
  await task.complete({ items: 3 })
  await expect(stream).toHaveEnded()
  await expect(stream).toHaveReceived([
    taskEvent('42', 'task_started'),
    taskEvent('42', 'task_completed', { items: 3 }),
    connectionClose('task_completed'),
  ])
  await expect(stream).toBeReportedOnce('server_closed')
})

scenario.scripted(
  'task/completion-ends-stream',
  'completed before its client came',
  async ({ backend, open }) => {
    const task = backend.tasks.start('demo_task', {}, { taskId: '42' })
    await task.start()
    await task.complete()
    const stream = await open(taskStream('42'))
    await expect(stream).toHaveEnded()
    await expect(stream).toHaveReceived([
      taskEvent('42', 'task_started'),
      taskEvent('42', 'task_completed'),
      connectionClose('task_completed'),
    ])
  },
)

scenario('task/failure-ends-stream', async ({ backend, open }) => {
  const { task_id, stream_url } = await backend.startTask('failing_task', { delay: 0 })
  const stream = await open(stream_url)
  await expect(stream).toHaveReceived([
    taskEvent(task_id, 'task_started'),
    oneOrMore(taskEvent(task_id, 'progress_update')),
    taskEvent(task_id, 'task_failed'),
    connectionClose('task_failed'),
  ])
  await expect(stream).toHaveEnded()
})

scenario.scripted('task/failure-ends-stream', 'while its client looks on', async ({ backend, open }) => {
  const task = backend.tasks.start('failing_task', {}, { taskId: '42' })
  const stream = await open(taskStream('42'))
  await task.start()
  await task.fail('out of paper')
  await expect(stream).toHaveEnded()
  await expect(stream).toHaveReceived([
    taskEvent('42', 'task_started'),
    taskEvent('42', 'task_failed', { error: 'out of paper', traceback: 'ValueError: out of paper' }),
    connectionClose('task_failed'),
  ])
})

scenario('task/unknown-task-reported', async ({ open, uniqueId }) => {
  const nobody = uniqueId()
  const stream = await open(taskStream(nobody))
  await expect(stream).toHaveEnded()
  await expect(stream).toHaveReceived([taskNotFound(nobody), connectionClose('task_not_found')])
})
