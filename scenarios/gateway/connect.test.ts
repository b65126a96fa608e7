import { expect, scenario, taskStream } from '../../harness/index.ts'

scenario.scripted('connect/callback-form', async ({ backend, open, gateway }) => {
  backend.replyToConnect({})
  await expect(await open(taskStream('42'))).toHaveValidConnectCallback(gateway.secret)
})

scenario.scripted('disconnect/callback-form', async ({ backend, open, send, gateway }) => {
  backend.replyToConnect({})
  const left = await open(taskStream('left'))
  const closed = await open(taskStream('closed'))
  left.close()
  await send(closed, { close: true })
  await expect(left).toHaveValidDisconnectCallback(gateway.secret)
  await expect(closed).toHaveValidDisconnectCallback(gateway.secret)
})

for (const [what, target] of [
  ['an empty query', '/api/sse/tasks?'],
  ['encodings of every kind', '/api/%E4%B8%96%c3%bc/%2e%2E/a%20b?%3Fx=%25&y=a+b&=&&z=1&z=2;3'],
  ['a long one', `/api/sse/tasks?task_id=${'x'.repeat(6_000)}`],
  ['the root', '/'],
] as const) {
  scenario.scripted('connect/callback-raw-url', what, async ({ backend, open }) => {
    backend.replyToConnect({})
    await expect(await open(target, { client: 'wire' })).toHaveConnectTarget(target)
  })
}

scenario.scripted('connect/callback-headers', 'of every kind', async ({ backend, open }) => {
  backend.replyToConnect({})
  const headers = {
    'last-event-id': 'event-7 with spaces: and colons',
    cookie: 'a="quoted; x"; b=2',
    authorization: 'Basic dXNlcjpwYXNz',
    'x-empty': '',
    'x-latin': 'Gr\xFC\xDFe',
    'x-json': '{"a": [1, "two"]}',
    'x-many': Array.from({ length: 40 }, (_, n) => `value-${n}`),
    __proto__x: 'y',
  }
  await expect(await open(taskStream('42'), { client: 'wire', headers })).toHaveConnectHeaders(headers)
})

scenario.scripted(
  'connect/one-callback',
  'the backend accepts',
  async ({ backend, open, waitForCallbacks }) => {
    backend.replyToConnect({})
    const stream = await open(taskStream('42'))
    await waitForCallbacks()
    expect(backend).toHaveOneConnectCallback(stream)
  },
)

for (const status of [403, 500, 503]) {
  scenario.scripted('connect/one-callback', `the backend answers ${status}`, async scene => {
    const { backend, requestStream, waitForResponse, waitForCallbacks } = scene
    backend.replyToConnect({ status })
    const stream = await waitForResponse(requestStream(taskStream('42')))
    await waitForCallbacks()
    expect(backend).toHaveOneConnectCallback(stream)
  })
}

scenario.scripted('connect/one-callback', 'the backend cuts the connection', async scene => {
  const { backend, requestStream, waitForResponse, waitForCallbacks } = scene
  backend.dropConnection('connect')
  const stream = await waitForResponse(requestStream(taskStream('42')))
  await waitForCallbacks()
  expect(backend).toHaveOneConnectCallback(stream)
})

for (const accept of ['*/*', 'text/html', 'application/json;q=0.5']) {
  scenario.scripted('connect/any-accept-header', accept, async ({ backend, open }) => {
    backend.replyToConnect({})
    await expect(await open(taskStream('42'), { client: 'wire', headers: { accept } })).toBeOpen()
  })
}

scenario.scripted('connect/answer-ignored', async ({ backend, open }) => {
  backend.replyToConnectWith({ event: { name: 'connection_open', data: '{}' }, close: true })
  const stream = await open(taskStream('42'))
  await expect(stream).toHaveReceived([])
  await expect(stream).toBeOpen()
})

for (const [what, body, contentType] of [
  ['a page', '<!doctype html><title>Welcome</title>', 'text/html'],
  ['a megabyte of JSON', JSON.stringify({ padding: 'x'.repeat(1_000_000) }), 'application/json'],
  ['JSON nested deeply', `${'['.repeat(5_000)}${']'.repeat(5_000)}`, 'application/json'],
  ['null', 'null', 'application/json'],
  ['bytes that are no text', '\0\x01\x02', 'application/octet-stream'],
] as const) {
  scenario.scripted('connect/malformed-answer-accepted', what, async ({ backend, open }) => {
    backend.replyToConnect({ body, headers: { 'content-type': contentType } })
    await expect(await open(taskStream('42'))).toHaveReceived([])
  })
}

for (const status of [402, 405, 409, 410, 418, 422, 451, 501, 502, 504]) {
  scenario.scripted(
    'connect/refusal-status',
    `the backend answers ${status}`,
    async ({ backend, requestStream }) => {
      backend.replyToConnect({ status, body: 'no' })
      await expect(requestStream(taskStream('42'))).toBeRefusedWith(status)
    },
  )
}

for (const status of [404, 429, 500]) {
  scenario.scripted(
    'connect/refusal-is-json',
    `the backend answers ${status}`,
    async ({ backend, requestStream }) => {
      backend.replyToConnect({ status, body: '<h1>no</h1>', headers: { 'content-type': 'text/html' } })
      const stream = requestStream(taskStream('42'))
      await expect(stream).toBeRefusedWith(status)
      expect(stream).toHaveErrorBody()
    },
  )
}

scenario.scripted('connect/refusal-is-json', 'the backend is gone', async ({ backend, requestStream }) => {
  await backend.whileGone(async () => {
    const stream = requestStream(taskStream('42'))
    await expect(stream).toBeRefused()
    expect(stream).toHaveErrorBody()
  })
})

scenario.scripted(
  'connect/refusal-leaks-nothing',
  'the backend refuses',
  async ({ backend, requestStream, gateway }) => {
    backend.replyToConnect({ status: 500, body: { error: 'no' } })
    const stream = requestStream(taskStream('42'))
    await expect(stream).toBeRefusedWith(500)
    expect(stream).toNotLeak([gateway.secret, gateway.backendHost, '/api/sse/callback'])
  },
)

scenario.scripted(
  'connect/refusal-leaks-nothing',
  'the backend is gone',
  async ({ backend, requestStream, gateway }) => {
    await backend.whileGone(async () => {
      const stream = requestStream(taskStream('42'))
      await expect(stream).toBeRefused()
      expect(stream).toNotLeak([gateway.secret, gateway.backendHost, '/api/sse/callback'])
    })
  },
)

scenario.scripted(
  'connect/broken-answer-refused',
  'the connection is cut',
  async ({ backend, requestStream }) => {
    backend.dropConnection('connect')
    await expect(requestStream(taskStream('42'))).toBeRefusedWith([502, 503])
  },
)

for (const bare of ['SSH-2.0-OpenSSH_9.9\r\n', 'HTTP/1.1 two hundred\r\n\r\n', '\0\0\0\0']) {
  scenario.scripted(
    'connect/broken-answer-refused',
    JSON.stringify(bare),
    async ({ backend, requestStream }) => {
      backend.replyToConnectWithRawBytes(bare)
      await expect(requestStream(taskStream('42'))).toBeRefusedWith([502, 503])
    },
  )
}

scenario.scripted('connect/truncated-answer-handled', async ({ backend, requestStream }) => {
  backend.replyToConnect({ body: '{"event":{"data":', unfinished: 'cut' })
  await expect(requestStream(taskStream('42'))).toHaveOpenedOrFailed()
})

scenario.scripted('connect/slow-callback-isolated', async ({ backend, open, requestStream, send }) => {
  backend.replyToConnect({})
  const gate = backend.holdConnect({ target: taskStream('slow') })
  const bystander = await open(taskStream('bystander'))
  const slow = Array.from({ length: 12 }, () => requestStream(taskStream('slow')))
  await gate.reached(slow.length)
  await send(bystander, { event: { data: 'still here' } })
  await expect(bystander).toHaveReceived([{ data: 'still here' }])
  await expect(await open(taskStream('newcomer'))).toBeOpen()
  gate.open()
})

scenario.scripted('disconnect/half-close-handled', async ({ backend, open, waitForCallbacks }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'), { client: 'wire' })
  stream.halfClose()
  await waitForCallbacks()
  stream.close()
  await expect(stream).toBeReportedOnce('client_closed')
})
