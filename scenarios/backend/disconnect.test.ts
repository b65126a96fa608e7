import { backendScenario, expect, version, versionStream } from '../../harness/backend-scenarios.ts'

for (const reason of ['client_closed', 'server_closed', 'error'] as const) {
  backendScenario('backend/disconnect-forgets', reason, async ({ backend, newId, open }) => {
    const id = newId()
    const stream = await open(versionStream(id))
    await expect(await stream.leaves(reason)).toBeTaken()
    const announced = await backend.announces(id, '1.0')
    expect(stream).toHaveBeenSentSoFar([])
    expect(announced).toBeReportedAs('queued')
  })
}

backendScenario('backend/unknown-disconnect-ignored', async ({ backend, gateway, newId, open }) => {
  const id = newId()
  const stream = await open(versionStream(id))
  for (const url of ['/nowhere', versionStream('a:b'), '/api/sse/tasks', stream.target]) {
    const token = crypto.randomUUID()
    const unknown = {
      action: 'disconnect',
      reason: 'client_closed',
      token,
      request: { url, headers: {} },
    } as const
    await expect(await gateway.calls(unknown)).toBeTaken()
  }
  await backend.announces(id, '1.0')
  await expect(stream).toHaveBeenSent([version('1.0')])
})

backendScenario(
  'backend/unknown-disconnect-ignored',
  'the same one again',
  async ({ backend, newId, open }) => {
    const id = newId()
    const stream = await open(versionStream(id))
    await stream.leaves()
    await expect(await stream.leaves()).toBeTaken()
    expect(await backend.announces(id, '1.0')).toBeReportedAs('queued')
  },
)

backendScenario('backend/stale-disconnect-ignored', async ({ backend, gateway, newId, open }) => {
  const id = newId()
  await open(versionStream(id))
  gateway.defersReports()
  const successor = await open(versionStream(id))
  await gateway.settled()
  await backend.announces(id, '1.0')
  await expect(successor).toHaveBeenSent([version('1.0')])
})
