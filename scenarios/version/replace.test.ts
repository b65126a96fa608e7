import { expect, scenario, versionEvent, versionStream } from '../../harness/index.ts'

scenario('replace/old-stream-ends', 'a version stream', async ({ open }) => {
  const old = await open(versionStream('abc'))
  await open(versionStream('abc'))
  await expect(old).toHaveEnded()
  await expect(old).toBeReportedOnce('server_closed')
})

scenario('replace/new-stream-receives', 'a version stream', async ({ backend, open }) => {
  const old = await open(versionStream('abc'))
  const successor = await open(versionStream('abc'))
  await backend.versions.announce('abc', '3.0')
  await expect(successor).toHaveReceived([versionEvent('3.0')])
  await expect(old).toHaveReceived([])
})

scenario('replace/late-disconnect-harmless', 'a version stream', async ({ backend, open }) => {
  const gate = backend.defersDisconnect()
  const old = await open(versionStream('abc'))
  const successor = await open(versionStream('abc'))
  await gate.reached()
  gate.open()
  await expect(old).toBeReportedOnce('server_closed')
  await backend.versions.announce('abc', '3.0')
  await expect(successor).toHaveReceived([versionEvent('3.0')])
})

scenario('replace/others-undisturbed', 'a task and a version of the same id', async ({ backend, open }) => {
  backend.tasks.start('demo_task', {}, { taskId: 'abc' })
  const task = await open('/api/sse/tasks?task_id=abc')
  await open(versionStream('abc'))
  await open(versionStream('abc'))
  await expect(task).toHaveReceived([])
  await expect(task).toBeOpen()
})
