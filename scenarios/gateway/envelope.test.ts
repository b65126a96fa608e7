import { expect, scenario, taskStream } from '../../harness/index.ts'

scenario.scripted('envelope/named-event-enveloped', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  await send(stream, { event: { name: 'task_event', data: '{"n":1}' } })
  await expect(stream).toHaveWritten([{ event: 'message', data: '{"type":"task_event","payload":{"n":1}}' }])
})

scenario.scripted('envelope/payload-verbatim', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  const texts = [
    '{"b" : 1.0,\t"a":[1e400, -0.0]}',
    '{"a":1,"a":2}',
    '"\\u00e9é\\/"',
    '12345678901234567890',
    'null',
    '""',
    ' [ ] ',
  ]
  for (const data of texts) await send(stream, { event: { name: 'exact', data } })
  await expect(stream).toHaveWritten(
    texts.map(data => ({ event: 'message', data: `{"type":"exact","payload":${data}}` })),
  )
})

for (const [what, terminator] of [
  ['line feeds', '\n'],
  ['carriage returns and line feeds', '\r\n'],
  ['carriage returns', '\r'],
] as const) {
  scenario.scripted('envelope/multi-line-json-preserved', what, async ({ backend, open, send }) => {
    backend.replyToConnect({})
    const stream = await open(taskStream('42'))
    const event = {
      name: 'pretty',
      data: ['{', '  "data": "x",', '  "list": [1,', '', '    2]', '}'].join(terminator),
    }
    expect(await send(stream, { event })).toBeAccepted()
    await expect(stream).toHaveSameJson(event)
  })
}

scenario.scripted('envelope/name-escaped', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  const sents = []
  for (const name of ['"', '\\', '"}', 'a","payload":1,"x":"', 'a\nb', 'a\r\n\r\ndata: evil', '\u2028']) {
    sents.push(await send(stream, { event: { name, data: '1' } }))
  }
  await expect(stream).toHaveReceivedAccepted(sents)
})

for (const [what, data] of [
  ['another type beside it', '1,"type":"evil"'],
  ['an envelope that ends early', '1}\n\ndata: {"type":"evil","payload":1'],
  ['text', 'plain text'],
  ['nothing', ''],
] as const) {
  scenario.scripted('envelope/non-json-data-injects-nothing', what, async ({ backend, open, send }) => {
    backend.replyToConnect({})
    const stream = await open(taskStream('42'))
    await send(stream, { event: { name: 'honest', data } })
    await expect(stream).toHaveOnlyEventType('honest')
  })
}

scenario.scripted('envelope/unnamed-event-not-enveloped', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  await send(stream, { event: { data: 'two\nlines' } })
  await send(stream, { event: { data: '{"n":1}' } })
  await expect(stream).toHaveWritten([
    { event: 'message', data: 'two\nlines' },
    { event: 'message', data: '{"n":1}' },
  ])
})
