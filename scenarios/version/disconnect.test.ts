import { expect, scenario, versionEvent, versionStream } from '../../harness/index.ts'

scenario('disconnect/client-close-reported', 'a version stream', async ({ open, uniqueId }) => {
  const stream = await open(versionStream(uniqueId()))
  stream.close()
  await expect(stream).toBeReportedOnce('client_closed')
  await expect(stream).toEchoConnectRequest()
})

scenario(
  'disconnect/client-reset-reported',
  'a version stream, on the raw wire',
  async ({ open, uniqueId }) => {
    const stream = await open(versionStream(uniqueId()), { client: 'wire' })
    stream.reset()
    await expect(stream).toBeReportedOnce('client_closed')
  },
)

scenario.scripted('disconnect/server-close-reported', 'a version stream', async ({ open, send }) => {
  const stream = await open(versionStream('abc'))
  await send(stream, { close: true })
  await expect(stream).toHaveEnded()
  await expect(stream).toBeReportedOnce('server_closed')
})

scenario('version/delivered-on-return', async ({ backend, open, uniqueId }) => {
  const client = uniqueId()
  const first = await open(versionStream(client))
  await backend.announceVersion(client, '1.0')
  await expect(first).toHaveReceived([versionEvent('1.0')])
  first.close()
  await expect(first).toBeReportedOnce('client_closed')
  await backend.announceVersion(client, '2.0')
  const second = await open(versionStream(client))
  await expect(second).toHaveReceived([versionEvent('2.0')])
})
