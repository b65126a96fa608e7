import { aClose, backendScenario, expect, version, versionStream } from '../../harness/backend-scenarios.ts'

backendScenario('backend/replaced-closed-first', async ({ newId, open }) => {
  const id = newId()
  const old = await open(versionStream(id))
  await expect(old).toHaveBeenClosedBefore(await open(versionStream(id)))
})

backendScenario(
  'backend/replaced-closed-first',
  'with something that waits',
  async ({ backend, gateway, newId, open }) => {
    const id = newId()
    const old = await open(versionStream(id))
    gateway.answersSends({ status: 500, body: { error: 'Not now' } }, { times: 1 })
    await backend.announces(id, '1.0')
    const successor = await open(versionStream(id))
    await expect(old).toHaveBeenClosedBefore(successor)
  },
)

backendScenario('backend/replaced-is-over', async ({ backend, gateway, newId, open }) => {
  const id = newId()
  const old = await open(versionStream(id))
  gateway.defersReports()
  const successor = await open(versionStream(id))
  await gateway.settled()
  await backend.announces(id, '1.0')
  await expect(successor).toHaveBeenSent([version('1.0')])
  expect(old).toHaveBeenSentSoFar([aClose])
})

for (const status of [404, 500]) {
  backendScenario(
    'backend/replaced-is-over',
    `its close answered ${status}`,
    async ({ backend, gateway, newId, open }) => {
      const id = newId()
      const old = await open(versionStream(id))
      gateway.answersSends({ status, body: { error: 'No' } }, { times: 1 })
      gateway.defersReports()
      const successor = await open(versionStream(id))
      await gateway.settled()
      await backend.announces(id, '1.0')
      await expect(successor).toHaveBeenSent([version('1.0')])
      expect(old).toHaveBeenSentSoFar([aClose])
    },
  )
}

backendScenario('backend/one-connection-per-id', 'while an older one is being closed', async scene => {
  const { gateway, meanwhile, newId, open, request } = scene
  const id = newId()
  const old = await open(versionStream(id))
  gateway.defersReports()
  const hold = gateway.holdsSends({ token: old.token, closing: true })
  const streams = [old, ...Array.from({ length: 4 }, () => request(versionStream(id)))]
  await hold.reached()
  await meanwhile(hold, () => request(versionStream(newId())).answered)
  hold.open()
  await Promise.all(streams.map(stream => stream.answered))
  await expect(streams).toHaveLeftOneConnected(id)
})

backendScenario('backend/one-connection-per-id', 'eight at once', async ({ newId, gateway }) => {
  const id = newId()
  const streams = Array.from({ length: 8 }, () => gateway.requests(versionStream(id)))
  await Promise.all(streams.map(stream => stream.answered))
  await expect(streams).toHaveLeftOneConnected(id)
})
