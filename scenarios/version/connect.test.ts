import { connectionOpen, expect, scenario, versionEvent, versionStream } from '../../harness/index.ts'

scenario('connect/callback-raw-url', 'a version stream', async ({ open, fresh }) => {
  const target = `${versionStream(fresh())}&lang=de%2DDE`
  await expect(await open(target)).toBeAnnouncedAs(target)
})

scenario('connect/callback-headers', 'a version stream', async ({ open, fresh }) => {
  const headers = { 'accept-language': 'de', 'x-repeated': ['one', 'two'] }
  await expect(await open(versionStream(fresh()), { headers })).toBeAnnouncedWith(headers)
})

scenario('connect/response-event-forwarded', 'a version stream', async ({ backend, open, fresh }) => {
  backend.greets()
  const stream = await open(versionStream(fresh()))
  await expect(stream).toHaveReceived([connectionOpen])
})

scenario('connect/response-event-forwarded', 'on the raw wire', async ({ backend, open, fresh }) => {
  backend.greets()
  const stream = await open(versionStream(fresh()), { client: 'wire' })
  await expect(stream).toHaveReceived([connectionOpen])
})

scenario('connect/response-event-first', 'before pending versions', async ({ backend, open, fresh }) => {
  const client = fresh()
  backend.greets()
  await backend.announce(client, '1.0')
  await backend.announce(client, '1.1', 'Faster.')
  const stream = await open(versionStream(client))
  await expect(stream).toHaveReceived([connectionOpen, versionEvent('1.0'), versionEvent('1.1', 'Faster.')])
})

for (const [what, target] of [
  ['no request id', '/api/sse/utils/version'],
  ['a request id with a colon', versionStream('a:b')],
  ['the path of before the gateway', '/api/utils/version/stream'],
] as const) {
  scenario('connect/refusal-status', `a version stream with ${what}`, async ({ request }) => {
    await expect(request(target)).toBeRefusedWith(400)
  })
}

scenario('version/queued-then-delivered', async ({ backend, open, fresh }) => {
  const client = fresh()
  await backend.announce(client, '2.0')
  const stream = await open(versionStream(client))
  await expect(stream).toHaveReceived([versionEvent('2.0')])
})
