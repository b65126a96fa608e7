import { expect, scenario, taskStream } from '../../harness/index.ts'

const ORIGIN = 'https://page.example'
const ALLOWS_PAGE = /^(\*|https:\/\/page\.example)$/

for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
  scenario.scripted('http/other-methods-open-nothing', method, async ({ backend, request }) => {
    backend.replyToConnect({})
    const answer = await request(method, taskStream('42'))
    expect(answer).toHaveStatus([404, 405, 501])
    await expect(answer).toHaveNoConnectCallback()
  })
}

for (const [method, target] of [
  ['POST', taskStream('42')],
  ['DELETE', '/internal/send'],
  ['POST', '/healthz'],
] as const) {
  scenario.scripted('http/refusals-are-json', `${method} ${target}`, async ({ request }) => {
    const answer = await request(method, target)
    expect(answer).toHaveStatus([404, 405, 501])
    expect(answer).toHaveErrorBody()
  })
}

scenario.scripted('http/head-answered', async ({ backend, request }) => {
  backend.replyToConnect({})
  const answer = await request('HEAD', taskStream('42'))
  await expect(answer).toBeReportedIfAnnounced()
})

for (const [method, target] of [
  ['GET', '/healthz'],
  ['GET', '/readyz'],
  ['GET', '/healthz?x=1'],
  ['HEAD', '/healthz'],
  ['POST', '/internal/send'],
] as const) {
  scenario.scripted('http/own-paths-not-announced', `${method} ${target}`, async ({ backend, request }) => {
    backend.replyToConnect({})
    await expect(await request(method, target)).toHaveNoConnectCallback()
  })
}

for (const target of ['/healthzz', '/health', '/readyz-x', '/internals', '/internal-send', '/api/healthz']) {
  scenario.scripted('http/similar-paths-are-streams', target, async ({ backend, open }) => {
    backend.replyToConnect({})
    const stream = await open(target)
    await expect(stream).toHaveConnectTarget(target)
    await expect(stream).toBeOpen()
  })
}

scenario.scripted('http/stalled-client-isolated', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const hanging = await open(taskStream('hanging'), { client: 'wire' })
  const bystander = await open(taskStream('bystander'))
  hanging.stopReading()
  const large = { event: { name: 'large', data: `"${'x'.repeat(60_000)}"` } }
  for (let n = 0; n < 200; n += 1) await send(hanging, large)
  await send(bystander, { event: { data: 'still here' } })
  await expect(bystander).toHaveReceived([{ data: 'still here' }])
  hanging.reset()
  await expect([hanging]).toHaveBeenReportedOnceEach(['client_closed', 'server_closed', 'error'])
})

for (const [what, request] of [
  ['another protocol', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  ['no method', ' / HTTP/1.1\r\n\r\n'],
  ['a header with a NUL in its name', 'GET /x HTTP/1.1\r\nHost: a\r\nBad\x00Name: x\r\n\r\n'],
  [
    'two lengths',
    'POST /internal/send HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n{}{',
  ],
  [
    'a chunk that is none',
    'POST /internal/send HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
  ],
] as const) {
  scenario.scripted(
    'http/invalid-requests-isolated',
    what,
    async ({ backend, open, rawConnection, send }) => {
      backend.replyToConnect({})
      const bystander = await open(taskStream('bystander'))
      const broken = rawConnection()
      broken.write(Buffer.from(request, 'latin1'))
      await broken.over()
      expect(broken).toBeClosedOrRefused()
      await send(bystander, { event: { data: 'still here' } })
      await expect(bystander).toHaveReceived([{ data: 'still here' }])
    },
  )
}

scenario.scripted('http/invalid-requests-isolated', 'a request that is never finished', async scene => {
  const { backend, open, rawConnection, send } = scene
  backend.replyToConnect({})
  const bystander = await open(taskStream('bystander'))
  const broken = rawConnection()
  broken.write('POST /internal/send HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{"tok')
  broken.reset()
  await send(bystander, { event: { data: 'still here' } })
  await expect(bystander).toHaveReceived([{ data: 'still here' }])
})

for (const path of ['/healthz', '/readyz']) {
  scenario.scripted('http/connection-close-honoured', path, async ({ rawConnection }) => {
    const connection = rawConnection()
    connection.write(`GET ${path} HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n`)
    await expect(connection).toBeClosedAfterAnswer()
  })
}

scenario.scripted('cors/streams-allowed', async ({ backend, open }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'), { headers: { origin: ORIGIN } })
  expect(stream).toHaveHeader('access-control-allow-origin', ALLOWS_PAGE, `* or ${ORIGIN}`)
})

scenario.scripted('cors/preflight-answered', async ({ backend, request }) => {
  backend.replyToConnect({})
  const headers = { origin: ORIGIN, 'access-control-request-method': 'GET' }
  const answer = await request('OPTIONS', taskStream('42'), { headers })
  expect(answer).toHaveStatus([200, 204])
  expect(answer).toHaveHeader('access-control-allow-origin', ALLOWS_PAGE, `* or ${ORIGIN}`)
  await expect(answer).toHaveNoConnectCallback()
})

scenario.scripted('cors/refusals-allowed', async ({ backend, requestStream }) => {
  backend.replyToConnect({ status: 404 })
  const stream = requestStream(taskStream('42'), { headers: { origin: ORIGIN } })
  await expect(stream).toBeRefusedWith(404)
  expect(stream).toHaveHeader('access-control-allow-origin', ALLOWS_PAGE, `* or ${ORIGIN}`)
})
