import { backendScenario, expect, taskNotFound, taskStream } from '../../harness/backend-scenarios.ts'

backendScenario('backend/task-told', async ({ backend, open }) => {
  const task = await backend.startTask('demo_task', { steps: 3, delay: 0.05 })
  await expect(await open(task.stream_url)).toHaveBeenToldOf(task, 'task_completed')
})

backendScenario('backend/task-told', 'two tasks side by side', async ({ backend, open }) => {
  const one = await backend.startTask('demo_task', { steps: 3, delay: 0.03 })
  const other = await backend.startTask('demo_task', { steps: 2, delay: 0.05 })
  const [ofOne, ofOther] = [await open(one.stream_url), await open(other.stream_url)]
  await expect(ofOne).toHaveBeenToldOf(one, 'task_completed')
  await expect(ofOther).toHaveBeenToldOf(other, 'task_completed')
})

backendScenario('backend/task-backlog-flushed', async ({ backend, open }) => {
  const task = await backend.startTask('demo_task', { steps: 3, delay: 0 })
  await expect(await open(task.stream_url)).toHaveBeenToldOf(task, 'task_completed')
})

backendScenario('backend/task-end-closes', 'as completed', async ({ backend, open }) => {
  const task = await backend.startTask('demo_task', { steps: 1, delay: 0 })
  await expect(await open(task.stream_url)).toHaveBeenToldOf(task, 'task_completed')
})

backendScenario('backend/task-end-closes', 'as failed', async ({ backend, open }) => {
  const task = await backend.startTask('failing_task', { delay: 0.05 })
  await expect(await open(task.stream_url)).toHaveBeenToldOf(task, 'task_failed')
})

backendScenario('backend/unknown-task-told', async ({ uniqueId, open }) => {
  const id = uniqueId()
  await expect(await open(taskStream(id))).toHaveBeenSent(taskNotFound(id))
})
