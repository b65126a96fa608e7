import { backendScenario, expect, taskNotFound, taskStream } from '../../harness/backend-scenarios.ts'

backendScenario('backend/task-events-sent', async ({ backend, open }) => {
  const task = await backend.startTask('demo_task', { steps: 3, delay: 0.05 })
  await expect(await open(task.stream_url)).toHaveBeenSentTaskEvents(task, 'task_completed')
})

backendScenario('backend/task-events-sent', 'two tasks side by side', async ({ backend, open }) => {
  const one = await backend.startTask('demo_task', { steps: 3, delay: 0.03 })
  const other = await backend.startTask('demo_task', { steps: 2, delay: 0.05 })
  const [ofOne, ofOther] = [await open(one.stream_url), await open(other.stream_url)]
  await expect(ofOne).toHaveBeenSentTaskEvents(one, 'task_completed')
  await expect(ofOther).toHaveBeenSentTaskEvents(other, 'task_completed')
})

backendScenario('backend/task-backlog-flushed', async ({ backend, open }) => {
  const task = await backend.startTask('demo_task', { steps: 3, delay: 0 })
  await expect(await open(task.stream_url)).toHaveBeenSentTaskEvents(task, 'task_completed')
})

backendScenario('backend/task-end-closes', 'as completed', async ({ backend, open }) => {
  const task = await backend.startTask('demo_task', { steps: 1, delay: 0 })
  await expect(await open(task.stream_url)).toHaveBeenSentTaskEvents(task, 'task_completed')
})

backendScenario('backend/task-end-closes', 'as failed', async ({ backend, open }) => {
  const task = await backend.startTask('failing_task', { delay: 0.05 })
  await expect(await open(task.stream_url)).toHaveBeenSentTaskEvents(task, 'task_failed')
})

backendScenario('backend/unknown-task-reported', async ({ uniqueId, open }) => {
  const id = uniqueId()
  await expect(await open(taskStream(id))).toHaveBeenSent(taskNotFound(id))
})
