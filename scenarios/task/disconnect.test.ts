import { expect, scenario, taskStream } from '../../harness/index.ts'

scenario.scripted('disconnect/client-close-reported', async ({ backend, open }) => {
  backend.tasks.start('demo_task', {}, { taskId: '42' })
  const stream = await open(taskStream('42'))
  stream.close()
  await expect(stream).toBeReportedOnce('client_closed')
})

scenario.scripted(
  'disconnect/client-close-reported',
  'in the middle of many events',
  async ({ backend, open, send }) => {
    backend.replyToConnect({})
    const stream = await open(taskStream('42'))
    await send(stream, { event: { data: 'first' } })
    const sends = Array.from({ length: 20 }, (_, n) => send(stream, { event: { data: String(n) } }))
    await Promise.race(sends)
    stream.close()
    await Promise.all(sends)
    await expect(stream).toBeReportedOnce('client_closed')
  },
)

scenario.scripted('disconnect/client-reset-reported', async ({ backend, open }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  stream.reset()
  await expect(stream).toBeReportedOnce('client_closed')
})

scenario.scripted('disconnect/server-close-reported', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  await send(stream, { close: true })
  await expect(stream).toHaveEnded()
  await expect(stream).toBeReportedOnce('server_closed')
})

scenario.scripted(
  'disconnect/server-close-reported',
  'though the client leaves as well',
  async ({ backend, open, send }) => {
    backend.replyToConnect({})
    const stream = await open(taskStream('42'))
    await send(stream, { close: true })
    stream.close()
    await expect(stream).toBeReportedOnce('server_closed')
  },
)

scenario.scripted('disconnect/early-leave-reported', async ({ backend, requestStream, waitForCallbacks }) => {
  backend.tasks.start('demo_task', {}, { taskId: '42' })
  const gate = backend.holdConnect()
  const stream = requestStream(taskStream('42'))
  await gate.reached()
  stream.close()
  await waitForCallbacks()
  gate.open()
  await expect(stream).toBeReportedOnce('client_closed')
})

scenario.scripted('disconnect/same-token-and-request', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const headers = { cookie: 'a=1', 'x-repeated': ['one', 'two'] }
  const left = await open(taskStream('left&%41=+'), { headers })
  const closed = await open(taskStream('closed'), { headers })
  left.close()
  await send(closed, { close: true })
  await expect(left).toEchoConnectRequest()
  await expect(closed).toEchoConnectRequest()
})

scenario.scripted('disconnect/refused-not-reported', async ({ backend, requestStream }) => {
  backend.replyToConnect({ status: 403 })
  const stream = requestStream(taskStream('42'))
  await expect(stream).toBeRefusedWith(403)
  stream.close()
  await expect(stream).toBeUnreported()
})

scenario.scripted('disconnect/after-accept', 'a client that leaves early', async scene => {
  const { backend, requestStream, waitForCallbacks } = scene
  backend.tasks.start('demo_task', {}, { taskId: '42' })
  const gate = backend.holdConnect()
  const stream = requestStream(taskStream('42'))
  await gate.reached()
  stream.close()
  await waitForCallbacks()
  await expect(stream).toBeUnreported()
  gate.open()
})

scenario.scripted('disconnect/after-accept', 'a client that leaves early and is refused', async scene => {
  const { backend, requestStream, waitForCallbacks } = scene
  backend.replyToConnect({ status: 403 })
  const gate = backend.holdConnect()
  const stream = requestStream(taskStream('42'))
  await gate.reached()
  stream.close()
  await waitForCallbacks()
  gate.open()
  await expect(stream).toBeUnreported()
})

scenario.scripted(
  'disconnect/backend-failure-isolated',
  'it answers 500',
  async ({ backend, open, send }) => {
    backend.replyToConnect({})
    backend.replyToDisconnect({ status: 500, body: { error: 'broken' } })
    const bystander = await open(taskStream('bystander'))
    const stream = await open(taskStream('42'))
    stream.close()
    await expect(stream).toBeReportedOnce('client_closed')
    await send(bystander, { event: { data: 'still here' } })
    await expect(bystander).toHaveReceived([{ data: 'still here' }])
  },
)

scenario.scripted(
  'disconnect/backend-failure-isolated',
  'it never answers',
  async ({ backend, open, send }) => {
    backend.replyToConnect({})
    const gate = backend.holdDisconnect()
    const bystander = await open(taskStream('bystander'))
    const stream = await open(taskStream('42'))
    stream.close()
    await gate.reached()
    await send(bystander, { event: { data: 'still here' } })
    await expect(bystander).toHaveReceived([{ data: 'still here' }])
    await expect(await open(taskStream('newcomer'))).toBeOpen()
  },
)

scenario.scripted(
  'disconnect/backend-failure-isolated',
  'it cuts the connection',
  async ({ backend, open, send }) => {
    backend.replyToConnect({})
    backend.dropConnection('disconnect')
    const bystander = await open(taskStream('bystander'))
    const stream = await open(taskStream('42'))
    stream.close()
    await expect(stream).toBeReportedOnce('client_closed')
    await send(bystander, { event: { data: 'still here' } })
    await expect(bystander).toHaveReceived([{ data: 'still here' }])
  },
)

scenario.scripted('disconnect/backend-failure-isolated', 'it is gone', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const bystander = await open(taskStream('bystander'))
  const stream = await open(taskStream('42'))
  await backend.whileGone(async () => {
    await send(stream, { close: true })
    await expect(stream).toHaveEnded()
    await send(bystander, { event: { data: 'still here' } })
    await expect(bystander).toHaveReceived([{ data: 'still here' }])
  })
  await expect(await open(taskStream('newcomer'))).toBeOpen()
})

scenario.scripted('disconnect/not-repeated', async ({ backend, open }) => {
  backend.replyToConnect({})
  backend.replyToDisconnect({ status: 503 })
  const stream = await open(taskStream('42'))
  stream.close()
  await expect(stream).toBeReportedOnce('client_closed')
})

scenario.scripted('send/after-end-refused', 'after the client closed', async ({ backend, open, send }) => {
  backend.tasks.start('demo_task', {}, { taskId: '42' })
  const stream = await open(taskStream('42'))
  stream.close()
  await expect(stream).toBeReportedOnce('client_closed')
  await expect(await send(stream, { event: { data: 'too late' } })).toBeRefusedWith(404)
})

scenario.scripted('send/after-end-refused', 'after the backend closed', async ({ backend, open, send }) => {
  backend.tasks.start('demo_task', {}, { taskId: '42' })
  const stream = await open(taskStream('42'))
  await send(stream, { close: true })
  await expect(await send(stream, { event: { data: 'too late' } })).toBeRefusedWith(404)
  await expect(stream).toHaveReceived([])
})
