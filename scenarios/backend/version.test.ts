import { backendScenario, expect, version, versionStream } from '../../harness/backend-scenarios.ts'

backendScenario('backend/version-sent', async ({ backend, newId, open }) => {
  const id = newId()
  const stream = await open(versionStream(id))
  const announced = await backend.announces(id, '1.2.3', 'Faster search.')
  await expect(stream).toHaveBeenSent([version('1.2.3', 'Faster search.')])
  expect(announced).toBeReportedAs('delivered')
})

backendScenario('backend/version-sent', 'to each client its own', async ({ backend, newId, open }) => {
  const ids = Array.from({ length: 5 }, newId)
  const streams = await Promise.all(ids.map(id => open(versionStream(id))))
  await Promise.all(ids.map(id => backend.announces(id, `for ${id}`)))
  for (const [n, stream] of streams.entries()) await expect(stream).toHaveBeenSent([version(`for ${ids[n]}`)])
})

backendScenario('backend/version-queued', async ({ backend, newId, open }) => {
  const id = newId()
  for (const text of ['1', '2', '3']) {
    expect(await backend.announces(id, text)).toBeReportedAs('queued')
  }
  const stream = await open(versionStream(id))
  await expect(stream).toHaveBeenSent([version('1'), version('2'), version('3')])
})

backendScenario('backend/version-queued', 'while the client is away', async ({ backend, newId, open }) => {
  const id = newId()
  const first = await open(versionStream(id))
  await first.leaves()
  expect(await backend.announces(id, '1')).toBeReportedAs('queued')
  await expect(await open(versionStream(id))).toHaveBeenSent([version('1')])
})

backendScenario('backend/version-put-back', async ({ backend, gateway, newId, open }) => {
  const id = newId()
  const first = await open(versionStream(id))
  gateway.answersSends({ status: 500, body: { error: 'Not now' } }, { times: 1 })
  expect(await backend.announces(id, '1')).toBeReportedAs('queued')
  await first.leaves()
  await backend.announces(id, '2')
  await expect(await open(versionStream(id))).toHaveBeenSent([version('1'), version('2')])
})

backendScenario(
  'backend/version-put-back',
  'what failed during a connect',
  async ({ backend, gateway, newId, open, request }) => {
    const id = newId()
    for (const text of ['1', '2']) await backend.announces(id, text)
    const first = request(versionStream(id))
    gateway.answersSends({ status: 500, body: { error: 'Not now' } }, { token: first.token })
    await expect(first).toHaveFirstBeenSent(version('1'))
    await first.answered
    await first.leaves()
    await expect(await open(versionStream(id))).toHaveBeenSent([version('1'), version('2')])
  },
)
