import {
  connectionClose,
  connectionOpen,
  expect,
  oneOrMore,
  scenario,
  taskEvent,
  versionEvent,
  versionStream,
} from '../harness/index.ts'

scenario('connection-open/task-stream', async ({ backend, open }) => {
  backend.sendConnectionOpen()
  const { task_id, stream_url } = await backend.startTask('demo_task', { steps: 2, delay: 0 })
  const stream = await open(stream_url)
  await expect(stream).toHaveReceived([
    connectionOpen,
    taskEvent(task_id, 'task_started'),
    oneOrMore(taskEvent(task_id, 'progress_update')),
    taskEvent(task_id, 'task_completed'),
    connectionClose('task_completed'),
  ])
  await expect(stream).toHaveEnded()
})

scenario.scripted(
  'connection-open/task-stream',
  'half before its client comes',
  async ({ backend, open }) => {
    backend.sendConnectionOpen()
    const task = backend.tasks.start('demo_task', {}, { taskId: '42' })
    await task.start()
    const stream = await open(task.stream_url)
    await task.progress('half way', 0.5)
    await task.complete({ answer: 42 })
    await expect(stream).toHaveEnded()
    await expect(stream).toHaveReceived([
      connectionOpen,
      taskEvent('42', 'task_started'),
      taskEvent('42', 'progress_update', { text: 'half way', value: 0.5 }),
      taskEvent('42', 'task_completed', { answer: 42 }),
      connectionClose('task_completed'),
    ])
  },
)

scenario('connection-open/version-stream', async ({ backend, open, uniqueId }) => {
  const client = uniqueId()
  backend.sendConnectionOpen()
  await backend.announceVersion(client, '1.0')
  const stream = await open(versionStream(client))
  await backend.announceVersion(client, '1.1')
  await expect(stream).toHaveReceived([connectionOpen, versionEvent('1.0'), versionEvent('1.1')])
})
