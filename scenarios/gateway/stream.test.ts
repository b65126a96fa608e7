import { arbitraryTexts, expect, forAll, scenario, taskStream } from '../../harness/index.ts'

scenario.scripted('stream/names-verbatim', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  const names = [
    ' leading',
    'trailing ',
    'a: b',
    ':colon',
    'data',
    'id',
    'error',
    'open',
    'Ünï\u{1F980}',
    '\tx',
  ]
  const sents = []
  for (const name of names) sents.push(await send(stream, { event: { name, data: '"x"' } }))
  await expect(stream).toHaveReceivedAccepted(sents)
})

scenario.scripted('stream/names-verbatim', 'an empty name is none', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  const sent = await send(stream, { event: { name: '', data: 'x' } })
  await expect(stream).toHaveReceivedAccepted([sent])
})

scenario.scripted('stream/name-injects-nothing', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  const sents = []
  for (const terminator of ['\n', '\r', '\r\n', '\n\n', '\r\r']) {
    for (const name of [`a${terminator}data: evil`, `${terminator}id: 7`, `a${terminator}`]) {
      sents.push(await send(stream, { event: { name, data: '"x"' } }))
    }
  }
  await expect(stream).toHaveNothingInjected(sents)
  await expect(stream).toHaveReceivedAccepted(sents)
})

scenario.scripted('stream/carriage-return-injects-nothing', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  const sents = []
  for (const terminator of ['\r', '\r\r', '\r\n\r\n', '\n\r']) {
    for (const field of ['event: evil', 'id: 7', 'data: more', '']) {
      sents.push(await send(stream, { event: { data: `x${terminator}${field}${terminator}y` } }))
    }
  }
  await expect(stream).toHaveNothingInjected(sents)
})

scenario.scripted('stream/carriage-return-kept-or-refused', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  const sents = []
  for (const data of ['one\rtwo', 'one\r\ntwo', 'one\r', '\r', 'one\n\rtwo']) {
    sents.push(await send(stream, { event: { data } }))
  }
  await expect(stream).toHaveReceivedAccepted(sents)
})

scenario.scripted('stream/field-like-data-kept', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  const texts = [
    'event: x',
    'id: 7',
    ': comment',
    'data: x',
    'retry: 1',
    'data',
    'a\n\nevent: x\ndata: y\n\n',
    '\n',
    '\n\n',
  ]
  const sents = []
  for (const data of texts) sents.push(await send(stream, { event: { data } }))
  await expect(stream).toHaveReceivedAccepted(sents)
})

scenario.scripted('stream/any-text-safe', 'texts that were generated', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  await forAll(arbitraryTexts, async events => {
    const stream = await open(taskStream('42'))
    const sents = []
    for (const event of events) sents.push(await send(stream, { event }))
    await expect(stream).toHaveReceivedAccepted(sents)
    stream.close()
  })
})

scenario.scripted('stream/any-text-safe', 'texts that were thought of', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  const sents = []
  for (const text of [
    '\0',
    '\uFEFF',
    '\uFEFFx',
    '\u0085',
    '\u2028',
    '\u2029',
    '\u200B',
    '\x1b[2J',
    '\u202E',
    '\u{10FFFF}',
  ]) {
    sents.push(await send(stream, { event: { data: text } }))
    sents.push(await send(stream, { event: { name: text, data: JSON.stringify(text) } }))
  }
  await expect(stream).toHaveReceivedAccepted(sents)
})

scenario.scripted('stream/lone-surrogates-refused', async ({ backend, open }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  const sents = []
  for (const event of ['{"data":"a\\ud800b"}', '{"data":"\\udc00"}', '{"name":"\\ud83e","data":"1"}']) {
    sents.push(await backend.sendRaw({ body: `{"token":"${stream.token}","event":${event}}` }))
  }
  await expect(stream).toHaveReceivedAccepted(sents)
})

scenario.scripted('stream/no-extra-fields', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  await send(stream, { event: { name: 'named', data: '1' } })
  await send(stream, { event: { data: 'two\nlines' } })
  await expect(stream).toBeOpen()
  expect(stream).toCarryNoFields(['id', 'retry'])
})

scenario.scripted('stream/valid-utf8', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'), { client: 'wire' })
  const texts = ['é', '世', '\u{1F980}'].map(letter => `x${letter.repeat(16_000)}`)
  for (const data of texts) await send(stream, { event: { data } })
  await expect(stream).toBeOpen()
  expect(stream).toBeUtf8()
  await expect(stream).toHaveReceived(texts.map(data => ({ data })))
})

scenario.scripted('stream/concurrent-events-whole', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  const events = Array.from({ length: 8 }, (_, n) => ({ name: 'large', data: `"${n}${'x'.repeat(60_000)}"` }))
  await Promise.all(events.map(event => send(stream, { event })))
  await expect(stream).toHaveReceivedInAnyOrder(events.map(({ name, data }) => ({ event: name, data })))
})

scenario.scripted('stream/last-event-complete', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  const data = `"${'x'.repeat(64_000)}"`
  await send(stream, { event: { name: 'last', data }, close: true })
  await expect(stream).toHaveEnded()
  await expect(stream).toHaveReceived([{ event: 'last', data }])
})
