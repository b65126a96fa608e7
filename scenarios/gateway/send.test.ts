import { expect, scenario, taskStream } from '../../harness/index.ts'

scenario.scripted('send/answer-form', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  backend.duringConnect(async ({ token }) => {
    expect(await backend.send({ token, event: { data: 'kept' } })).toHaveValidSendAnswer()
  })
  const stream = await open(taskStream('42'))
  expect(await send(stream, { event: { data: 'sent' } })).toHaveValidSendAnswer()
  expect(await send(stream, { close: true })).toHaveValidSendAnswer()
})

scenario.scripted('send/close-false-keeps-open', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  expect(await send(stream, { event: { data: 'x' }, close: false })).toBeAccepted()
  expect(await send(stream, { close: false })).toBeAccepted()
  await expect(stream).toHaveReceived([{ data: 'x' }])
})

scenario.scripted('send/empty-send-ignored', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  await send(stream, {})
  await expect(stream).toHaveReceived([])
  await expect(stream).toBeOpen()
})

scenario.scripted('send/close-race-consistent', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  const sends = Array.from({ length: 30 }, (_, n) =>
    send(stream, n === 15 ? { close: true } : { event: { data: String(n) } }),
  )
  const sents = await Promise.all(sends)
  await expect(stream).toHaveEnded()
  await expect(stream).toHaveReceivedAcceptedInAnyOrder(sents)
})

scenario.scripted(
  'send/refused-stream-refused',
  async ({ backend, requestStream, waitForConnectCallback, send }) => {
    backend.replyToConnect({ status: 404 })
    const stream = requestStream(taskStream('42'))
    await expect(stream).toBeRefusedWith(404)
    await waitForConnectCallback(stream)
    await expect(await send(stream, { event: { data: 'x' } })).toBeRefusedWith(404)
  },
)

scenario.scripted('send/other-content-type-handled', async ({ backend, open }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  const sents = []
  for (const contentType of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/octet-stream',
    '',
  ]) {
    const body = JSON.stringify({ token: stream.token, event: { data: contentType } })
    sents.push(await backend.sendRaw({ body, contentType }))
  }
  await expect(stream).toHaveReceivedAccepted(sents)
})

scenario.scripted('send/other-content-type-handled', 'JSON with a charset', async ({ backend, open }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  const body = JSON.stringify({ token: stream.token, event: { data: 'é' } })
  const sent = await backend.sendRaw({ body, contentType: 'application/json; charset=utf-8' })
  expect(sent).toBeAccepted()
  await expect(stream).toHaveReceived([{ data: 'é' }])
})

for (const method of ['PUT', 'PATCH', 'DELETE']) {
  scenario.scripted('send/other-methods-refused', method, async ({ backend, open }) => {
    backend.replyToConnect({})
    const stream = await open(taskStream('42'))
    const body = JSON.stringify({ token: stream.token, event: { data: 'x' } })
    await expect(await backend.sendRaw({ method, body })).toBeRefusedWith([404, 405, 501])
    await expect(stream).toHaveReceived([])
  })
}

scenario.scripted('send/too-large-refused', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  const sents = []
  for (const kilobytes of [100, 300, 1_000, 3_000]) {
    sents.push(await send(stream, { event: { data: 'x'.repeat(kilobytes * 1_000) } }))
  }
  await expect(stream).toHaveReceivedAccepted(sents)
})

scenario.scripted('send/errors-are-json', 'a body that is too large', async ({ backend }) => {
  expect(await backend.sendRaw({ body: `{"token":"${'x'.repeat(9_000_000)}"}` })).toHaveErrorBody()
})

scenario.scripted('send/errors-are-json', 'a body that cannot be unpacked', async ({ backend }) => {
  const headers = { 'content-encoding': 'gzip' }
  expect(await backend.sendRaw({ body: 'no gzip', headers })).toHaveErrorBody()
})

scenario.scripted('send/unknown-fields-handled', async ({ backend, open }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  const event = { data: 'x', id: '7', retry: 1, more: {} }
  const body = JSON.stringify({ token: stream.token, event, priority: 1, comment: null })
  await expect(stream).toHaveReceivedAccepted([await backend.sendRaw({ body })])
})

scenario.scripted('send/repeated-keys-read-as-json', async ({ backend, open }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  const other = await open(taskStream('43'))
  const token = `"token":"${other.token}","token":"${stream.token}"`
  const body = `{${token},"event":{"data":"first"},"event":{"data":"old","data":"last"}}`
  await expect(stream).toHaveReceivedAccepted([await backend.sendRaw({ body })])
  await expect(other).toHaveReceived([])
})

for (const [what, more] of [
  ['a prototype', '"__proto__":{"close":true},"constructor":{"prototype":{"close":true}}'],
  ['deep nesting', `"deep":${'['.repeat(10_000)}${']'.repeat(10_000)}`],
  ['huge numbers', `"huge":[1e999,${'9'.repeat(10_000)}]`],
  ['many keys', Array.from({ length: 5_000 }, (_, n) => `"k${n}":${n}`).join(',')],
] as const) {
  scenario.scripted('send/hostile-json-handled', what, async ({ backend, open }) => {
    backend.replyToConnect({})
    const stream = await open(taskStream('42'))
    const body = `{"token":"${stream.token}","event":{"data":"x"},${more}}`
    await expect(stream).toHaveReceivedAccepted([await backend.sendRaw({ body })])
    await expect(stream).toBeOpen()
  })
}

for (const token of ['__proto__', 'constructor', 'toString', 'x'.repeat(5_000), '../../etc', '\0']) {
  scenario.scripted('send/unknown-token-refused', JSON.stringify(token.slice(0, 12)), async ({ backend }) => {
    await expect(await backend.send({ token, event: { data: 'x' } })).toBeRefusedWith([400, 404])
  })
}

scenario.scripted('send/invalid-utf8-refused', async ({ backend, open }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  const [before = '', behind = ''] = JSON.stringify({ token: stream.token, event: { data: '|' } }).split('|')
  for (const bytes of [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80]]) {
    const body = Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(behind)])
    await expect(await backend.sendRaw({ body })).toBeRefusedWith(400)
  }
  await expect(stream).toHaveReceived([])
})

scenario.scripted('send/chunked-body-accepted', async ({ backend, open }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  const body = JSON.stringify({ token: stream.token, event: { data: 'grün \u{1F980}' } })
  expect(await backend.sendRaw({ body, pieces: 1 })).toBeAccepted()
  await expect(stream).toHaveReceived([{ data: 'grün \u{1F980}' }])
})

scenario.scripted('send/aborted-upload-ignored', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  const body = JSON.stringify({ token: stream.token, event: { data: 'x'.repeat(1_000) } })
  await backend.sendRaw({ body, cutAfter: body.length / 2 })
  await send(stream, { event: { data: 'whole' } })
  await expect(stream).toHaveReceived([{ data: 'whole' }])
})

for (const [what, body] of [
  ['no JSON', '{"token":'],
  ['an unknown token', '{"token":"unknown","event":{"data":"x"}}'],
  ['a wrong type', '{"token":7}'],
  ['too large a body', `{"token":"${'x'.repeat(3_000_000)}"}`],
] as const) {
  scenario.scripted(
    'send/connection-usable-after-refusal',
    what,
    async ({ backend, open, rawConnection }) => {
      backend.replyToConnect({})
      const stream = await open(taskStream('42'))
      const connection = rawConnection()
      connection.write(post(body))
      await connection.answered()
      connection.write(post(JSON.stringify({ token: stream.token, event: { data: 'next' } })))
      await expect(connection).toAcceptNextSend(stream, { data: 'next' })
    },
  )
}

function post(body: string): string {
  const head = `POST /internal/send HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\n`
  return `${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}
