import { expect, scenario, taskStream } from '../../harness/index.ts'

scenario.scripted('front/event-delivered-at-once', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  for (const count of [1, 2, 3]) {
    await send(stream, { event: { name: 'step', data: `${count}` } })
    await expect(stream).toHaveReceivedByNow(count)
  }
})

scenario.scripted('front/stream-not-compressed', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'), { headers: { 'accept-encoding': 'gzip, deflate, br, zstd' } })
  expect(stream).toLackHeader('content-encoding')
  await send(stream, { event: { name: 'step', data: JSON.stringify('compressible '.repeat(200)) } })
  await expect(stream).toHaveReceivedByNow(1)
})

scenario.scripted('front/client-leave-forwarded', 'a tab that is closed', async ({ backend, open }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  stream.close()
  await expect(stream).toBeReportedOnce('client_closed')
})

scenario.scripted('front/client-leave-forwarded', 'a connection that is reset', async ({ backend, open }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  stream.reset()
  await expect(stream).toBeReportedOnce('client_closed')
})

scenario.scripted('front/close-forwarded', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  await send(stream, { event: { name: 'goodbye', data: '"now"' }, close: true })
  await expect(stream).toHaveEnded()
  await expect(stream).toHaveReceived([{ event: 'goodbye', data: '"now"' }])
  await expect(stream).toBeReportedOnce('server_closed')
})

scenario.scripted('front/many-streams-of-one-client', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const streams = []
  for (let n = 1; n <= 7; n += 1) streams.push(await open(taskStream(`${n}`)))
  for (const [n, stream] of streams.entries()) {
    await send(stream, { event: { data: `${n}` } })
    await expect(stream).toHaveReceived([{ data: `${n}` }])
  }
})

scenario.scripted('front/reload-keeps-streams', async ({ backend, open, reloadFront, send }) => {
  backend.replyToConnect({})
  const before = await open(taskStream('before'))
  await reloadFront()
  const after = await open(taskStream('after'))
  for (const stream of [before, after]) {
    await send(stream, { event: { data: 'still here' } })
    await expect(stream).toHaveReceived([{ data: 'still here' }])
  }
})
