import { expect, scenario, taskStream } from '../../harness/index.ts'

scenario('connect/backend-timeout', async ({ backend, request }) => {
  backend.holdsConnect()
  await expect(request(taskStream('42'))).toBeRefusedWith(504)
})

scenario(
  'heartbeat/comments-on-open-streams',
  'at an interval of 1 s',
  async ({ backend, open }) => {
    backend.answersConnect({})
    const streams = await Promise.all([open(taskStream('1')), open(taskStream('2'), { client: 'wire' })])
    for (const stream of streams) {
      await expect(stream).toHaveHeartbeats(2, { intervalMs: 1_000 })
      await expect(stream).toHaveReceived([])
    }
  },
  { heartbeatSeconds: 1 },
)
