import { backendScenario, expect, version, versionStream } from '../../harness/backend-scenarios.ts'

backendScenario('backend/version-sent', async ({ backend, uniqueId, open }) => {
  const id = uniqueId()
  const stream = await open(versionStream(id))
  const announced = await backend.announceVersion(id, '1.2.3', 'Faster search.')
  await expect(stream).toHaveBeenSent([version('1.2.3', 'Faster search.')])
  expect(announced).toBeReportedAs('delivered')
})

backendScenario('backend/version-sent', 'to each client its own', async ({ backend, uniqueId, open }) => {
  const ids = Array.from({ length: 5 }, uniqueId)
  const streams = await Promise.all(ids.map(id => open(versionStream(id))))
  await Promise.all(ids.map(id => backend.announceVersion(id, `for ${id}`)))
  for (const [n, stream] of streams.entries()) await expect(stream).toHaveBeenSent([version(`for ${ids[n]}`)])
})

backendScenario('backend/version-queued', async ({ backend, uniqueId, open }) => {
  const id = uniqueId()
  for (const text of ['1', '2', '3']) {
    expect(await backend.announceVersion(id, text)).toBeReportedAs('queued')
  }
  const stream = await open(versionStream(id))
  await expect(stream).toHaveBeenSent([version('1'), version('2'), version('3')])
})

backendScenario('backend/version-queued', 'while the client is away', async ({ backend, uniqueId, open }) => {
  const id = uniqueId()
  const first = await open(versionStream(id))
  await first.disconnect()
  expect(await backend.announceVersion(id, '1')).toBeReportedAs('queued')
  await expect(await open(versionStream(id))).toHaveBeenSent([version('1')])
})

backendScenario('backend/version-requeued', async ({ backend, gateway, uniqueId, open }) => {
  const id = uniqueId()
  const first = await open(versionStream(id))
  gateway.replyToSends({ status: 500, body: { error: 'Not now' } }, { times: 1 })
  expect(await backend.announceVersion(id, '1')).toBeReportedAs('queued')
  await first.disconnect()
  await backend.announceVersion(id, '2')
  await expect(await open(versionStream(id))).toHaveBeenSent([version('1'), version('2')])
})

backendScenario(
  'backend/version-requeued',
  'what failed during a connect',
  async ({ backend, gateway, uniqueId, open, requestStream }) => {
    const id = uniqueId()
    for (const text of ['1', '2']) await backend.announceVersion(id, text)
    const first = requestStream(versionStream(id))
    gateway.replyToSends({ status: 500, body: { error: 'Not now' } }, { token: first.token })
    await expect(first).toHaveFirstBeenSent(version('1'))
    await first.answered
    await first.disconnect()
    await expect(await open(versionStream(id))).toHaveBeenSent([version('1'), version('2')])
  },
)
