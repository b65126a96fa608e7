import { backendScenario, expect, versionStream } from '../../harness/backend-scenarios.ts'

const service = 'version'
const CONNECTIONS = 'sse_gateway_connections_total'
const ACTIVE = { metric: 'sse_gateway_active_connections', labels: { service } }
const EVENTS = 'sse_gateway_events_sent_total'
const DURATIONS = { metric: 'sse_gateway_send_duration_seconds_count', labels: { service } }

backendScenario('backend/connections-counted', async ({ backend, newId, open }) => {
  const before = await backend.metrics()
  const streams = [await open(versionStream(newId())), await open(versionStream(newId()))]
  await streams[0]?.leaves()
  await expect(before).toHaveChangedBy(
    [
      { metric: CONNECTIONS, labels: { service, action: 'connect' }, by: 2 },
      { metric: CONNECTIONS, labels: { service, action: 'disconnect' }, by: 1 },
    ],
    backend,
  )
})

backendScenario('backend/active-connections-told', 'by a disconnect', async ({ backend, newId, open }) => {
  const before = await backend.metrics()
  const stream = await open(versionStream(newId()))
  await open(versionStream(newId()))
  await expect(before).toHaveChangedBy([{ ...ACTIVE, by: 2 }], backend)
  await stream.leaves()
  await expect(before).toHaveChangedBy([{ ...ACTIVE, by: 1 }], backend)
})

backendScenario(
  'backend/active-connections-told',
  'by a replacement',
  async ({ backend, gateway, newId, open }) => {
    const id = newId()
    const before = await backend.metrics()
    await open(versionStream(id))
    gateway.defersReports()
    const successor = await open(versionStream(id))
    await gateway.settled()
    await expect(before).toHaveChangedBy([{ ...ACTIVE, by: 1 }], backend)
    await successor.leaves()
    await expect(before).toHaveChangedBy([{ ...ACTIVE, by: 0 }], backend)
  },
)

backendScenario(
  'backend/active-connections-told',
  'by a send answered 404',
  async ({ backend, gateway, newId, open }) => {
    const id = newId()
    const before = await backend.metrics()
    const stream = await open(versionStream(id))
    gateway.answersSends({ status: 404, body: { error: 'Token not found' } }, { times: 1 })
    await backend.announces(id, '1')
    await stream.leaves()
    await expect(before).toHaveChangedBy([{ ...ACTIVE, by: 0 }], backend)
  },
)

backendScenario('backend/events-counted', async ({ backend, gateway, newId, open }) => {
  const [well, badly] = [newId(), newId()]
  const before = await backend.metrics()
  await open(versionStream(well))
  await open(versionStream(badly))
  for (const text of ['1', '2']) await backend.announces(well, text)
  gateway.answersSends({ status: 500, body: { error: 'Not now' } }, { times: 1 })
  await backend.announces(badly, '1')
  await expect(before).toHaveChangedBy(
    [
      { metric: EVENTS, labels: { service, status: 'success' }, by: 2 },
      { metric: EVENTS, labels: { service, status: 'error' }, by: 1 },
    ],
    backend,
  )
})

backendScenario('backend/send-duration-observed', async ({ backend, gateway, newId, open }) => {
  const id = newId()
  const before = await backend.metrics()
  await open(versionStream(id))
  await backend.announces(id, '1')
  gateway.answersSends({ status: 500, body: { error: 'Not now' } }, { times: 1 })
  await backend.announces(id, '2')
  await expect(before).toHaveChangedBy([{ ...DURATIONS, by: 2 }], backend)
})
