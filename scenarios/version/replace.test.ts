import { expect, scenario, versionEvent, versionStream } from '../../harness/index.ts'

scenario('replace/old-stream-ends', 'a version stream', async ({ open, uniqueId }) => {
  const client = uniqueId()
  const old = await open(versionStream(client))
  await open(versionStream(client))
  await expect(old).toHaveEnded()
  await expect(old).toHaveReceived([])
})

scenario('replace/old-stream-reported', 'a version stream', async ({ open, uniqueId }) => {
  const client = uniqueId()
  const old = await open(versionStream(client))
  const successor = await open(versionStream(client))
  await expect(old).toBeReportedOnce('server_closed')
  await expect(old).toEchoConnectRequest()
  await expect(successor).toBeUnreported()
})

scenario('replace/new-stream-receives', 'a version stream', async ({ backend, open, uniqueId }) => {
  const client = uniqueId()
  const old = await open(versionStream(client))
  const successor = await open(versionStream(client))
  await backend.announceVersion(client, '3.0')
  await expect(successor).toHaveReceived([versionEvent('3.0')])
  await expect(old).toHaveReceived([])
})

scenario('replace/repeatedly', 'a version stream', async ({ backend, open, uniqueId }) => {
  const client = uniqueId()
  const streams = []
  for (let n = 0; n < 5; n += 1) streams.push(await open(versionStream(client)))
  await backend.announceVersion(client, '4.0')
  for (const old of streams.slice(0, -1)) await expect(old).toHaveEnded()
  await expect(streams.at(-1)).toHaveReceived([versionEvent('4.0')])
})

scenario('replace/other-streams-isolated', 'a version stream', async ({ backend, open, uniqueId }) => {
  const [client, bystander] = [uniqueId(), uniqueId()]
  await open(versionStream(client))
  const other = await open(versionStream(bystander))
  await open(versionStream(client))
  await backend.announceVersion(bystander, '5.0')
  await expect(other).toHaveReceived([versionEvent('5.0')])
  await expect(other).toBeUnreported()
})

scenario.scripted('replace/late-disconnect-ignored', 'a version stream', async ({ backend, open }) => {
  const gate = backend.deferDisconnect()
  const old = await open(versionStream('abc'))
  const successor = await open(versionStream('abc'))
  await gate.reached()
  gate.open()
  await expect(old).toBeReportedOnce('server_closed')
  await backend.announceVersion('abc', '3.0')
  await expect(successor).toHaveReceived([versionEvent('3.0')])
})

scenario.scripted(
  'replace/other-streams-isolated',
  'a task and a version of the same id',
  async ({ backend, open }) => {
    backend.tasks.start('demo_task', {}, { taskId: 'abc' })
    const task = await open('/api/sse/tasks?task_id=abc')
    await open(versionStream('abc'))
    await open(versionStream('abc'))
    await expect(task).toHaveReceived([])
    await expect(task).toBeOpen()
  },
)
