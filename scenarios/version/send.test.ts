import { expect, scenario, versionEvent, versionStream } from '../../harness/index.ts'

scenario('version/live-delivered', async ({ backend, open }) => {
  const stream = await open(versionStream('abc'))
  await backend.versions.announce('abc', '1.2.3', 'Line one\nLine two — “quoted”')
  await expect(stream).toHaveReceived([versionEvent('1.2.3', 'Line one\nLine two — “quoted”')])
})

scenario('send/in-order', 'forty versions at once', async ({ backend, open }) => {
  const stream = await open(versionStream('abc'))
  const versions = Array.from({ length: 40 }, (_, n) => `1.${n}`)
  await Promise.all(versions.map(version => backend.versions.announce('abc', version)))
  await expect(stream).toHaveReceived([...versions.map(version => versionEvent(version))])
})

scenario('send/streams-isolated', 'versions for each client alone', async ({ backend, open }) => {
  const ids = Array.from({ length: 10 }, (_, n) => `client-${n}`)
  const streams = await Promise.all(ids.map(id => open(versionStream(id))))
  await Promise.all(ids.map(id => backend.versions.announce(id, `for ${id}`)))
  for (const [n, stream] of streams.entries()) {
    await expect(stream).toHaveReceived([versionEvent(`for client-${n}`)])
  }
})

scenario(
  'send/during-connect-kept',
  'pending versions, sent from inside the connect callback',
  async scene => {
    const { backend, open } = scene
    for (const version of ['1', '2', '3']) await backend.versions.announce('abc', version)
    const stream = await open(versionStream('abc'))
    await expect(stream).toHaveReceived([versionEvent('1'), versionEvent('2'), versionEvent('3')])
  },
)
