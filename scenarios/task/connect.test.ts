import { connectionOpen, expect, scenario, taskStream } from '../../harness/index.ts'

scenario('connect/callback-raw-url', async ({ open }) => {
  const target = '/api/sse/tasks?task_id=4%322&empty=&plus=a+b&twice=1&twice=2&path=%2Fa%2fb'
  const stream = await open(target)
  await expect(stream).toHaveConnectTarget(target)
})

scenario.scripted('connect/callback-raw-url', 'any path is a stream', async ({ backend, open }) => {
  backend.replyToConnect({})
  const stream = await open('/any/./path//at%20all/?')
  await expect(stream).toHaveConnectTarget('/any/./path//at%20all/?')
})

scenario('connect/callback-headers', async ({ open }) => {
  const headers = {
    authorization: 'Bearer abc.def',
    cookie: 'session=1; theme=dark',
    'user-agent': 'conformance',
    'x-repeated': ['one', 'two'],
    'x-long': 'x'.repeat(4_000),
  }
  const stream = await open(taskStream('42'), { headers })
  await expect(stream).toHaveConnectHeaders(headers)
})

scenario.scripted('connect/fresh-token', async ({ backend, open }) => {
  backend.replyToConnect({})
  const streams = await Promise.all(Array.from({ length: 10 }, (_, n) => open(taskStream(String(n)))))
  expect(streams).toHaveUniqueTokens()
})

scenario.scripted('connect/opens-after-accept', async ({ backend, requestStream }) => {
  backend.tasks.start('demo_task', {}, { taskId: '42' })
  const gate = backend.holdConnect()
  const stream = requestStream(taskStream('42'))
  await gate.reached()
  await expect(stream).toBeWaiting()
  gate.open()
  await expect(stream).toBeOpen()
})

scenario.scripted('connect/opens-at-once', async ({ backend, open }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  await expect(stream).toHaveReceived([])
})

scenario.scripted('connect/response-headers', async ({ backend, open }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'), { headers: { 'accept-encoding': 'gzip, br' } })
  expect(stream).toHaveHeader('content-type', /^text\/event-stream\b/i, 'text/event-stream')
  expect(stream).toHaveHeader('cache-control', /\bno-(cache|store)\b/i, 'no-cache or no-store')
  expect(stream).toLackHeader('content-encoding')
  expect(stream).toLackHeader('content-length')
})

scenario.scripted('connect/response-event-forwarded', async ({ backend, open }) => {
  backend.replyToConnectWith({ event: { name: 'connection_open', data: '{"status": "connected"}' } })
  const stream = await open(taskStream('42'))
  await expect(stream).toHaveReceived([connectionOpen])
})

scenario.scripted('connect/response-event-forwarded', 'without a name', async ({ backend, open }) => {
  backend.replyToConnectWith({ event: { data: 'welcome' } })
  const stream = await open(taskStream('42'))
  await expect(stream).toHaveReceived([{ data: 'welcome' }])
})

scenario.scripted('connect/response-event-first', async ({ backend, open, send }) => {
  backend.sendConnectionOpen()
  backend.duringConnect(({ token }) => backend.send({ token, event: { name: 'early', data: '1' } }))
  backend.tasks.start('demo_task', {}, { taskId: '42' })
  const stream = await open(taskStream('42'))
  await send(stream, { event: { name: 'late', data: '2' } })
  await expect(stream).toHaveReceived([
    connectionOpen,
    { event: 'early', data: '1' },
    { event: 'late', data: '2' },
  ])
})

scenario.scripted('connect/response-event-once', async ({ backend, open, send }) => {
  backend.replyToConnectWith({ event: { name: 'once', data: '1' } })
  const stream = await open(taskStream('42'))
  await send(stream, { event: { name: 'next', data: '2' } })
  await expect(stream).toHaveReceived([
    { event: 'once', data: '1' },
    { event: 'next', data: '2' },
  ])
})

scenario.scripted('connect/response-event-verbatim', async ({ backend, open }) => {
  const data = '  {"b" : 1,\t"a":[ 1.0, "\\u00e9é" ]}  '
  backend.replyToConnectWith({ event: { name: 'exact', data } })
  const stream = await open(taskStream('42'))
  await expect(stream).toHaveReceived([{ event: 'exact', data }])
})

scenario.scripted('connect/response-close-applied', async ({ backend, open }) => {
  backend.replyToConnectWith({ event: { name: 'goodbye', data: 'now' }, close: true })
  const stream = await open(taskStream('42'))
  await expect(stream).toHaveEnded()
  await expect(stream).toHaveReceived([{ event: 'goodbye', data: 'now' }])
  await expect(stream).toBeReportedOnce('server_closed')
})

scenario.scripted('connect/response-close-applied', 'a close without an event', async ({ backend, open }) => {
  backend.replyToConnectWith({ close: true })
  const stream = await open(taskStream('42'))
  await expect(stream).toHaveEnded()
  await expect(stream).toHaveReceived([])
})

scenario.scripted('connect/empty-answer-accepted', async ({ backend, open }) => {
  backend.replyToConnect({ status: 200 })
  await expect(await open(taskStream('42'))).toBeOpen()
})

scenario.scripted('connect/empty-answer-accepted', 'an empty object, and 204', async ({ backend, open }) => {
  backend.replyToConnect({ body: {} }, { target: taskStream('object') })
  backend.replyToConnect({ status: 204 }, { target: taskStream('204') })
  await expect(await open(taskStream('object'))).toBeOpen()
  await expect(await open(taskStream('204'))).toBeOpen()
})

for (const [what, body] of [
  ['text that is no JSON', '{"event":'],
  ['JSON that is no object', [1, 2]],
  ['an event of the wrong type', { event: 'hello' }],
  ['data of the wrong type', { event: { name: 'x', data: 7 } }],
] as const) {
  scenario.scripted('connect/malformed-answer-accepted', what, async ({ backend, open }) => {
    backend.replyToConnect({ body, headers: { 'content-type': 'application/json' } })
    const stream = await open(taskStream('42'))
    await expect(stream).toHaveReceived([])
  })
}

for (const status of [400, 401, 403, 404, 429, 500, 503]) {
  scenario.scripted(
    'connect/refusal-status',
    `the backend answers ${status}`,
    async ({ backend, requestStream }) => {
      backend.replyToConnect({ status, body: { error: 'no' } })
      await expect(requestStream(taskStream('42'))).toBeRefusedWith(status)
    },
  )
}

for (const [what, target] of [
  ['an id with a colon', taskStream('a:b')],
  ['no id', '/api/sse/tasks'],
  ['an empty id', taskStream('')],
  ['an unknown path', '/api/sse/unknown?task_id=42'],
  ['the path of before the gateway', '/api/tasks/42/stream'],
] as const) {
  scenario('connect/refusal-status', what, async ({ requestStream }) => {
    await expect(requestStream(target)).toBeRefusedWith(400)
  })
}

for (const status of [301, 302, 307, 308]) {
  scenario.scripted(
    'connect/redirect-refused',
    `the backend answers ${status}`,
    async ({ backend, requestStream }) => {
      backend.replyToConnect({ status, headers: { location: '/elsewhere' } })
      const stream = requestStream(taskStream('42'))
      await expect(stream).toBeRefused()
      expect(backend).toHaveSeenNoRequestFor('/elsewhere')
    },
  )
}

scenario.scripted('connect/backend-unreachable', async ({ backend, requestStream }) => {
  await backend.whileGone(() => expect(requestStream(taskStream('42'))).toBeRefusedWith(503))
})

scenario.scripted('connect/reconnect-is-new', async ({ backend, reconnectingClient, nthStream, send }) => {
  backend.replyToConnect({})
  const browser = reconnectingClient(taskStream('42'), { lastEventId: 'event-7' })
  const first = await nthStream(browser, 1)
  await send(first, { close: true })
  const second = await nthStream(browser, 2)
  expect([first, second]).toHaveUniqueTokens()
  await expect(second).toHaveConnectHeaders({ 'last-event-id': 'event-7' })
  await send(second, { event: { data: 'welcome back' } })
  await expect(second).toHaveReceived([{ data: 'welcome back' }])
})

scenario.scripted(
  'connect/reconnect-is-new',
  'the backend has had enough',
  async ({ backend, reconnectingClient, nthStream, send }) => {
    backend.replyToConnect({ status: 204 }, { times: 1 })
    const browser = reconnectingClient(taskStream('42'))
    const first = await nthStream(browser, 1)
    backend.replyToConnect({ status: 403 })
    await send(first, { close: true })
    await expect(await nthStream(browser, 2)).toBeRefusedWith(403)
  },
)
