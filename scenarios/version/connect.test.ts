import { connectionOpen, expect, scenario, versionEvent, versionStream } from '../../harness/index.ts'

scenario('connect/callback-raw-url', 'a version stream', async ({ open, uniqueId }) => {
  const target = `${versionStream(uniqueId())}&lang=de%2DDE`
  await expect(await open(target)).toHaveConnectTarget(target)
})

scenario('connect/callback-headers', 'a version stream', async ({ open, uniqueId }) => {
  const headers = { 'accept-language': 'de', 'x-repeated': ['one', 'two'] }
  await expect(await open(versionStream(uniqueId()), { headers })).toHaveConnectHeaders(headers)
})

scenario('connect/response-event-forwarded', 'a version stream', async ({ backend, open, uniqueId }) => {
  backend.sendConnectionOpen()
  const stream = await open(versionStream(uniqueId()))
  await expect(stream).toHaveReceived([connectionOpen])
})

scenario('connect/response-event-forwarded', 'on the raw wire', async ({ backend, open, uniqueId }) => {
  backend.sendConnectionOpen()
  const stream = await open(versionStream(uniqueId()), { client: 'wire' })
  await expect(stream).toHaveReceived([connectionOpen])
})

scenario('connect/response-event-first', 'before pending versions', async ({ backend, open, uniqueId }) => {
  const client = uniqueId()
  backend.sendConnectionOpen()
  await backend.announceVersion(client, '1.0')
  await backend.announceVersion(client, '1.1', 'Faster.')
  const stream = await open(versionStream(client))
  await expect(stream).toHaveReceived([connectionOpen, versionEvent('1.0'), versionEvent('1.1', 'Faster.')])
})

for (const [what, target] of [
  ['no request id', '/api/sse/utils/version'],
  ['a request id with a colon', versionStream('a:b')],
  ['the path of before the gateway', '/api/utils/version/stream'],
] as const) {
  scenario('connect/refusal-status', `a version stream with ${what}`, async ({ requestStream }) => {
    await expect(requestStream(target)).toBeRefusedWith(400)
  })
}

scenario('version/queued-then-delivered', async ({ backend, open, uniqueId }) => {
  const client = uniqueId()
  await backend.announceVersion(client, '2.0')
  const stream = await open(versionStream(client))
  await expect(stream).toHaveReceived([versionEvent('2.0')])
})
