import { expect, scenario, taskStream } from '../../harness/index.ts'

for (const [clause, data] of [
  ['send/empty-data', ''],
  ['send/multi-line-data', 'first\nsecond\n\nfourth\n'],
  ['send/multi-line-data', '\n'],
  ['send/white-space-kept', '  two before and two after  '],
  ['send/white-space-kept', '\ttabs\t'],
  ['send/unicode-data', 'Grüße, 世界 \u{1F980} \u0000 \uFEFF \u2028 é'],
  ['send/64-kilobytes', 'x'.repeat(64 * 1024)],
  ['send/64-kilobytes', 'é'.repeat(32 * 1024)],
] as const) {
  scenario.scripted(clause, `${data.length} characters ${JSON.stringify(data.slice(0, 24))}`, async scene => {
    const { backend, open, send } = scene
    backend.replyToConnect({})
    const stream = await open(taskStream('42'))
    await send(stream, { event: { data } })
    await expect(stream).toHaveReceived([{ data }])
  })
}

scenario.scripted('send/named-event', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  await send(stream, { event: { name: 'task_event', data: '{"n": 1}' } })
  await send(stream, { event: { name: 'Ünïcode: name', data: '{"n": 2}' } })
  await expect(stream).toHaveReceived([
    { event: 'task_event', data: '{"n": 1}' },
    { event: 'Ünïcode: name', data: '{"n": 2}' },
  ])
})

scenario.scripted('send/unnamed-event', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  await send(stream, { event: { data: 'no name' } })
  await expect(stream).toHaveReceived([{ data: 'no name' }])
})

scenario.scripted('send/in-order', '200 events, one after another', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  const events = Array.from({ length: 200 }, (_, n) => ({ name: `n${n % 3}`, data: `"event ${n}"` }))
  for (const event of events) await send(stream, { event })
  await expect(stream).toHaveReceived(events.map(({ name, data }) => ({ event: name, data })))
})

scenario.scripted('send/event-then-close', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  const sent = await send(stream, { event: { name: 'last', data: '"words"' }, close: true })
  expect(sent).toBeAccepted()
  await expect(stream).toHaveEnded()
  await expect(stream).toHaveReceived([{ event: 'last', data: '"words"' }])
})

scenario.scripted('send/close-alone', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  expect(await send(stream, { close: true })).toBeAccepted()
  await expect(stream).toHaveEnded()
  await expect(stream).toHaveReceived([])
})

scenario.scripted('send/unknown-token-refused', async ({ backend }) => {
  const token = 'b0c6ff6c-1f0e-4d3c-8a54-3f0d2a2d6a11'
  await expect(await backend.send({ token, event: { data: 'x' } })).toBeRefusedWith(404)
  await expect(await backend.send({ token, close: true })).toBeRefusedWith(404)
})

scenario.scripted(
  'send/unknown-token-refused',
  'while another stream is open',
  async ({ backend, open, send }) => {
    backend.replyToConnect({})
    const ended = await open(taskStream('41'))
    const stream = await open(taskStream('42'))
    await send(ended, { close: true })
    await expect(ended).toHaveEnded()
    await expect(await send(ended, { event: { name: 'late', data: '1' } })).toBeRefusedWith(404)
    await expect(stream).toHaveReceived([])
  },
)

scenario.scripted('send/wrong-types-refused', 'fields of the wrong type', async ({ backend, open }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  for (const fields of [
    { token: undefined, event: { data: 'x' } },
    { token: 7, event: { data: 'x' } },
    { token: null, event: { data: 'x' } },
    { event: 'x' },
    { event: ['x'] },
    { event: { name: 'x' } },
    { event: { data: 7 } },
    { event: { data: {} } },
    { event: { data: null } },
    { event: { name: 7, data: 'x' } },
    { close: 'true' },
    { close: 1 },
  ]) {
    const body = JSON.stringify({ token: stream.token, ...fields })
    await expect(await backend.sendRaw({ body })).toBeRefusedWith(400)
  }
  await expect(stream).toHaveReceived([])
})

scenario.scripted('send/wrong-types-refused', 'bodies that are no object', async ({ backend }) => {
  for (const body of ['[]', '"x"', 'null', '{"token":', '']) {
    await expect(await backend.sendRaw({ body })).toBeRefusedWith(400)
  }
})

scenario.scripted('send/errors-are-json', async ({ backend }) => {
  expect(await backend.send({ token: 'unknown', event: { data: 'x' } })).toHaveErrorBody()
  expect(await backend.sendRaw({ body: '{"token": 7}' })).toHaveErrorBody()
  expect(await backend.sendRaw({ body: '{"token":' })).toHaveErrorBody()
})

scenario.scripted('send/during-connect-kept', async ({ backend, open }) => {
  backend.replyToConnect({})
  backend.duringConnect(async ({ token }) => {
    expect(await backend.send({ token, event: { name: 'early', data: '"kept"' } })).toBeAccepted()
  })
  const stream = await open(taskStream('42'))
  await expect(stream).toHaveReceived([{ event: 'early', data: '"kept"' }])
})

scenario.scripted('send/during-connect-in-order', async ({ backend, open, send }) => {
  const events = Array.from({ length: 20 }, (_, n) => ({ name: 'early', data: String(n) }))
  backend.replyToConnect({})
  backend.duringConnect(async ({ token }) => {
    for (const event of events) await backend.send({ token, event })
  })
  const stream = await open(taskStream('42'))
  await send(stream, { event: { name: 'late', data: '"last"' } })
  await expect(stream).toHaveReceived([
    ...events.map(({ name, data }) => ({ event: name, data })),
    { event: 'late', data: '"last"' },
  ])
})

scenario.scripted('send/close-during-connect', async ({ backend, open }) => {
  backend.replyToConnect({})
  backend.duringConnect(async ({ token }) => {
    await backend.send({ token, event: { name: 'early', data: '"kept"' } })
    await backend.send({ token, close: true })
  })
  const stream = await open(taskStream('42'))
  await expect(stream).toHaveEnded()
  await expect(stream).toHaveReceived([{ event: 'early', data: '"kept"' }])
  await expect(stream).toBeReportedOnce('server_closed')
})

scenario.scripted('send/streams-isolated', '50 clients at once', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const streams = await Promise.all(Array.from({ length: 50 }, (_, n) => open(taskStream(String(n)))))
  const rounds = ['a', 'b', 'c']
  await Promise.all(
    streams.map(async (stream, n) => {
      for (const round of rounds) await send(stream, { event: { name: 'own', data: `"${round}${n}"` } })
    }),
  )
  await Promise.all(
    streams.map((stream, n) =>
      expect(stream).toHaveReceived(rounds.map(round => ({ event: 'own', data: `"${round}${n}"` }))),
    ),
  )
})
