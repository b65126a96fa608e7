import { expect, scenario, taskEvent, taskStream } from '../../harness/index.ts'

scenario.scripted('replace/old-stream-ends', async ({ backend, open }) => {
  backend.tasks.start('demo_task', {}, { taskId: '42' })
  const old = await open(taskStream('42'))
  await open(taskStream('42'))
  await expect(old).toHaveEnded()
  await expect(old).toHaveReceived([])
})

scenario.scripted('replace/old-stream-reported', async ({ backend, open }) => {
  backend.tasks.start('demo_task', {}, { taskId: '42' })
  const old = await open(taskStream('42'))
  const successor = await open(taskStream('42'))
  await expect(old).toBeReportedOnce('server_closed')
  await expect(old).toEchoConnectRequest()
  await expect(successor).toBeUnreported()
})

scenario.scripted('replace/new-stream-receives', async ({ backend, open }) => {
  const task = backend.tasks.start('demo_task', {}, { taskId: '42' })
  const old = await open(taskStream('42'))
  await task.start()
  const successor = await open(taskStream('42'))
  await task.progress('half way', 0.5)
  const progress = taskEvent('42', 'progress_update', { text: 'half way', value: 0.5 })
  await expect(successor).toHaveReceived([progress])
  await expect(old).toHaveReceived([taskEvent('42', 'task_started')])
})

scenario.scripted('replace/late-disconnect-ignored', async ({ backend, open }) => {
  const task = backend.tasks.start('demo_task', {}, { taskId: '42' })
  const gate = backend.deferDisconnect()
  const old = await open(taskStream('42'))
  const successor = await open(taskStream('42'))
  await gate.reached()
  gate.open()
  await expect(old).toBeReportedOnce('server_closed')
  await task.start()
  await expect(successor).toHaveReceived([taskEvent('42', 'task_started')])
})

scenario.scripted('replace/repeatedly', async ({ backend, open }) => {
  const task = backend.tasks.start('demo_task', {}, { taskId: '42' })
  const streams = []
  for (let n = 0; n < 10; n += 1) streams.push(await open(taskStream('42')))
  await task.start()
  for (const old of streams.slice(0, -1)) {
    await expect(old).toHaveEnded()
    await expect(old).toHaveReceived([])
  }
  await expect(streams.at(-1)).toHaveReceived([taskEvent('42', 'task_started')])
})

scenario.scripted('replace/other-streams-isolated', async ({ backend, open }) => {
  backend.tasks.start('demo_task', {}, { taskId: '42' })
  const bystander = backend.tasks.start('demo_task', {}, { taskId: '43' })
  await open(taskStream('42'))
  const other = await open(taskStream('43'))
  await open(taskStream('42'))
  await bystander.start()
  await expect(other).toHaveReceived([taskEvent('43', 'task_started')])
  await expect(other).toBeUnreported()
})

scenario.scripted(
  'replace/other-streams-isolated',
  'two streams of the same target',
  async ({ backend, open, send }) => {
    backend.replyToConnect({})
    const closed = await open(taskStream('42'))
    const other = await open(taskStream('42'))
    await send(closed, { close: true })
    await expect(closed).toHaveEnded()
    await expect(other).toBeOpen()
  },
)

scenario.scripted('replace/close-does-not-wait', async ({ backend, open, send }) => {
  backend.tasks.start('demo_task', {}, { taskId: '42' })
  const gate = backend.holdDisconnect()
  const old = await open(taskStream('42'))
  backend.duringConnect(async () => {
    void send(old, { close: true })
    await gate.reached()
    await expect(old).toHaveCloseAnswered()
  })
  await expect(await open(taskStream('42'))).toBeOpen()
})
