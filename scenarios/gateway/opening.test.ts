import { expect, scenario, taskStream } from '../../harness/index.ts'

scenario.scripted('opening/ready-signalled', async ({ backend, open, send }) => {
  backend.answersConnect({})
  const stream = await open(taskStream('42'))
  await send(stream, { event: { name: 'first', data: '1' } })
  await expect(stream).toSignalReady(0)
})

scenario.scripted('opening/ready-after-kept', async ({ backend, open, send }) => {
  backend.answersConnect({})
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
    'opening/rejection-told',
    `the backend answers ${status}`,
    async ({ backend, request }) => {
      backend.answersConnect({ status, body: { error: 'no' } })
      const stream = request(taskStream('42'), { client: 'wire' })
      await expect(stream).toBeRefusedWith(status)
      expect(stream).toTellRejection(status)
    },
  )
}

scenario.scripted('opening/rejection-told', 'though something was kept', async ({ backend, request }) => {
  backend.answersConnect({ status: 403 })
  backend.duringConnect(({ token }) => backend.send({ token, event: { name: 'kept', data: '1' } }))
  await expect(request(taskStream('42'), { client: 'wire' })).toBeRefusedWith(403)
})
