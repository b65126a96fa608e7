import { expect, scenario, versionEvent, versionStream } from '../../harness/index.ts'

scenario('version/live-delivered', async ({ backend, open, uniqueId }) => {
  const client = uniqueId()
  const stream = await open(versionStream(client))
  await backend.announceVersion(client, '1.2.3', 'Line one\nLine two — “quoted”')
  await expect(stream).toHaveReceived([versionEvent('1.2.3', 'Line one\nLine two — “quoted”')])
})

scenario('send/in-order', 'twenty versions, one after another', async ({ backend, open, uniqueId }) => {
  const client = uniqueId()
  const stream = await open(versionStream(client))
  const versions = Array.from({ length: 20 }, (_, n) => `1.${n}`)
  for (const version of versions) await backend.announceVersion(client, version)
  await expect(stream).toHaveReceived(versions.map(version => versionEvent(version)))
})

scenario.scripted('send/in-order', 'forty versions at once', async ({ backend, open }) => {
  const stream = await open(versionStream('abc'))
  const versions = Array.from({ length: 40 }, (_, n) => `1.${n}`)
  await Promise.all(versions.map(version => backend.announceVersion('abc', version)))
  await expect(stream).toHaveReceived(versions.map(version => versionEvent(version)))
})

scenario('send/streams-isolated', 'versions for each client alone', async ({ backend, open, uniqueId }) => {
  const clients = Array.from({ length: 10 }, () => uniqueId())
  const streams = await Promise.all(clients.map(client => open(versionStream(client))))
  await Promise.all(clients.map(client => backend.announceVersion(client, `for ${client}`)))
  for (const [n, stream] of streams.entries()) {
    await expect(stream).toHaveReceived([versionEvent(`for ${clients[n]}`)])
  }
})

scenario('send/during-connect-kept', 'pending versions, sent inside the connect callback', async scene => {
  const { backend, open, uniqueId } = scene
  const client = uniqueId()
  for (const version of ['1', '2', '3']) await backend.announceVersion(client, version)
  const stream = await open(versionStream(client))
  await expect(stream).toHaveReceived([versionEvent('1'), versionEvent('2'), versionEvent('3')])
})
