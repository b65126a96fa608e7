import {
  connectionClose,
  connectionOpen,
  expect,
  scenario,
  taskEvent,
  versionEvent,
  versionStream,
} from '../harness/index.ts'

scenario('connection-open/task-stream', async ({ backend, open }) => {
  backend.greets()
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
})

scenario('connection-open/version-stream', async ({ backend, open }) => {
  backend.greets()
  await backend.versions.announce('abc', '1.0')
  const stream = await open(versionStream('abc'))
  await backend.versions.announce('abc', '1.1')
  await expect(stream).toHaveReceived([connectionOpen, versionEvent('1.0'), versionEvent('1.1')])
})
