import { aClose, backendScenario, expect, version, versionStream } from '../../harness/backend-scenarios.ts'

backendScenario('backend/replaced-closed-first', async ({ uniqueId, open }) => {
  const id = uniqueId()
  const old = await open(versionStream(id))
  await expect(old).toHaveBeenClosedBefore(await open(versionStream(id)))
})

backendScenario(
  'backend/replaced-closed-first',
  'with something that waits',
  async ({ backend, gateway, uniqueId, open }) => {
    const id = uniqueId()
    const old = await open(versionStream(id))
    gateway.replyToSends({ status: 500, body: { error: 'Not now' } }, { times: 1 })
    await backend.announceVersion(id, '1.0')
    const successor = await open(versionStream(id))
    await expect(old).toHaveBeenClosedBefore(successor)
  },
)

backendScenario('backend/replacement-receives', async ({ backend, gateway, uniqueId, open }) => {
  const id = uniqueId()
  const old = await open(versionStream(id))
  gateway.deferDisconnects()
  const successor = await open(versionStream(id))
  await gateway.waitForCallbacks()
  await backend.announceVersion(id, '1.0')
  await expect(successor).toHaveBeenSent([version('1.0')])
  expect(old).toHaveBeenSentSoFar([aClose])
})

for (const status of [404, 500]) {
  backendScenario(
    'backend/replacement-receives',
    `its close answered ${status}`,
    async ({ backend, gateway, uniqueId, open }) => {
      const id = uniqueId()
      const old = await open(versionStream(id))
      gateway.replyToSends({ status, body: { error: 'No' } }, { times: 1 })
      gateway.deferDisconnects()
      const successor = await open(versionStream(id))
      await gateway.waitForCallbacks()
      await backend.announceVersion(id, '1.0')
      await expect(successor).toHaveBeenSent([version('1.0')])
      expect(old).toHaveBeenSentSoFar([aClose])
    },
  )
}

backendScenario('backend/one-connection-per-id', 'while an older one is being closed', async scene => {
  const { gateway, meanwhile, uniqueId, open, requestStream } = scene
  const id = uniqueId()
  const old = await open(versionStream(id))
  gateway.deferDisconnects()
  const hold = gateway.holdSends({ token: old.token, closing: true })
  const streams = [old, ...Array.from({ length: 4 }, () => requestStream(versionStream(id)))]
  await hold.reached()
  await meanwhile(hold, () => requestStream(versionStream(uniqueId())).answered)
  hold.open()
  await Promise.all(streams.map(stream => stream.answered))
  await expect(streams).toHaveLeftOneConnected(id)
})

backendScenario('backend/one-connection-per-id', 'eight at once', async ({ uniqueId, gateway }) => {
  const id = uniqueId()
  const streams = Array.from({ length: 8 }, () => gateway.requestStream(versionStream(id)))
  await Promise.all(streams.map(stream => stream.answered))
  await expect(streams).toHaveLeftOneConnected(id)
})
