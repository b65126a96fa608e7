import { expect, scenario, taskStream } from '../../harness/index.ts'

scenario.scripted('opening/ready-signalled', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  const stream = await open(taskStream('42'))
  await send(stream, { event: { name: 'first', data: '1' } })
  await expect(stream).toSignalReady(0)
})

scenario.scripted('opening/ready-after-kept', async ({ backend, open, send }) => {
  backend.replyToConnect({})
  backend.duringConnect(async ({ token }) => {
    await backend.send({ token, event: { name: 'kept', data: '1' } })
    await backend.send({ token, event: { name: 'kept', data: '2' } })
  })
  const stream = await open(taskStream('42'))
  await send(stream, { event: { name: 'later', data: '3' } })
  await expect(stream).toSignalReady(2)
})

for (const status of [400, 401, 403]) {
  scenario.scripted(
    'opening/rejection-sent',
    `the backend answers ${status}`,
    async ({ backend, requestStream }) => {
      backend.replyToConnect({ status, body: { error: 'no' } })
      const stream = requestStream(taskStream('42'), { client: 'wire' })
      await expect(stream).toBeRefusedWith(status)
      expect(stream).toHaveRejectedEvent(status)
    },
  )
}

scenario.scripted(
  'opening/rejection-sent',
  'though something was kept',
  async ({ backend, requestStream }) => {
    backend.replyToConnect({ status: 403 })
    backend.duringConnect(({ token }) => backend.send({ token, event: { name: 'kept', data: '1' } }))
    await expect(requestStream(taskStream('42'), { client: 'wire' })).toBeRefusedWith(403)
  },
)
