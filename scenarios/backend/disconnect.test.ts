import { backendScenario, expect, version, versionStream } from '../../harness/backend-scenarios.ts'

for (const reason of ['client_closed', 'server_closed', 'error'] as const) {
  backendScenario('backend/no-sends-after-disconnect', reason, async ({ backend, uniqueId, open }) => {
    const id = uniqueId()
    const stream = await open(versionStream(id))
    expect(await stream.disconnect(reason)).toBeAcknowledged()
    const announced = await backend.announceVersion(id, '1.0')
    expect(stream).toHaveBeenSentSoFar([])
    expect(announced).toBeReportedAs('queued')
  })
}

backendScenario('backend/unknown-disconnect-ignored', async ({ backend, gateway, uniqueId, open }) => {
  const id = uniqueId()
  const stream = await open(versionStream(id))
  for (const url of ['/nowhere', versionStream('a:b'), '/api/sse/tasks', stream.target]) {
    const token = crypto.randomUUID()
    const unknown = {
      action: 'disconnect',
      reason: 'client_closed',
      token,
      request: { url, headers: {} },
    } as const
    expect(await gateway.postCallback(unknown)).toBeAcknowledged()
  }
  await backend.announceVersion(id, '1.0')
  await expect(stream).toHaveBeenSent([version('1.0')])
})

backendScenario(
  'backend/unknown-disconnect-ignored',
  'the same one again',
  async ({ backend, uniqueId, open }) => {
    const id = uniqueId()
    const stream = await open(versionStream(id))
    await stream.disconnect()
    expect(await stream.disconnect()).toBeAcknowledged()
    expect(await backend.announceVersion(id, '1.0')).toBeReportedAs('queued')
  },
)

backendScenario('backend/stale-disconnect-ignored', async ({ backend, gateway, uniqueId, open }) => {
  const id = uniqueId()
  await open(versionStream(id))
  gateway.deferDisconnects()
  const successor = await open(versionStream(id))
  await gateway.waitForCallbacks()
  await backend.announceVersion(id, '1.0')
  await expect(successor).toHaveBeenSent([version('1.0')])
})
