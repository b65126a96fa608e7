import { expect, scenario, taskStream } from '../../harness/index.ts'

const EVERY_SECOND = { heartbeatSeconds: 1 } as const

scenario.scripted('connect/backend-timeout', async ({ backend, requestStream }) => {
  backend.holdConnect()
  await expect(requestStream(taskStream('42'))).toBeRefusedWith(504)
})

scenario.scripted('connect/slow-answer-accepted', async ({ backend, open }) => {
  backend.replyToConnect({ delayMs: 4_000 })
  await expect(await open(taskStream('42'))).toBeOpen()
})

scenario.scripted('connect/endless-answer-handled', async ({ backend, requestStream }) => {
  backend.replyToConnect({ body: '{', unfinished: 'silent' })
  await expect(requestStream(taskStream('42'))).toHaveOpenedOrFailed()
})

scenario.scripted(
  'heartbeat/comments-on-open-streams',
  'at an interval of 1 s',
  async ({ backend, open }) => {
    backend.replyToConnect({})
    const streams = await Promise.all([open(taskStream('1')), open(taskStream('2'), { client: 'wire' })])
    for (const stream of streams) {
      await expect(stream).toHaveHeartbeats(2, { intervalMs: 1_000 })
      await expect(stream).toHaveReceived([])
    }
  },
  EVERY_SECOND,
)

scenario.scripted(
  'heartbeat/not-before-open',
  'while another stream has its heartbeats',
  async ({ backend, open, requestStream, waitForConnectCallback }) => {
    backend.replyToConnect({})
    backend.holdConnect({ target: taskStream('held') })
    const held = requestStream(taskStream('held'), { client: 'wire' })
    await waitForConnectCallback(held)
    const other = await open(taskStream('42'))
    await expect(other).toHaveHeartbeats(2, { intervalMs: 1_000 })
    await expect(held).toBeWaiting()
  },
  EVERY_SECOND,
)

scenario.scripted(
  'heartbeat/never-inside-event',
  'on a stream that is kept busy',
  async ({ backend, open, send }) => {
    backend.replyToConnect({})
    const stream = await open(taskStream('42'))
    const event = { name: 'large', data: `[${'"x",'.repeat(1_500)}"x"]` }
    const sent = []
    while (stream.comments.length < 2 && sent.length < 10_000) {
      await send(stream, { event })
      sent.push({ event: event.name, data: event.data })
    }
    await expect(stream).toHaveReceived(sent)
  },
  EVERY_SECOND,
)
