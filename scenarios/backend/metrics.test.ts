import { backendScenario, expect, versionStream } from '../../harness/backend-scenarios.ts'

const service = 'version'
const CONNECTIONS = 'sse_gateway_connections_total'
const ACTIVE = { metric: 'sse_gateway_active_connections', labels: { service } }
const EVENTS = 'sse_gateway_events_sent_total'
const DURATIONS = { metric: 'sse_gateway_send_duration_seconds_count', labels: { service } }

backendScenario('backend/connections-counted', async ({ backend, uniqueId, open }) => {
  const before = await backend.metrics()
  const streams = [await open(versionStream(uniqueId())), await open(versionStream(uniqueId()))]
  await streams[0]?.disconnect()
  await expect(before).toHaveChangedBy(
    [
      { metric: CONNECTIONS, labels: { service, action: 'connect' }, by: 2 },
      { metric: CONNECTIONS, labels: { service, action: 'disconnect' }, by: 1 },
    ],
    backend,
  )
})

backendScenario(
  'backend/active-connections-reported',
  'by a disconnect',
  async ({ backend, uniqueId, open }) => {
    const before = await backend.metrics()
    const stream = await open(versionStream(uniqueId()))
    await open(versionStream(uniqueId()))
    await expect(before).toHaveChangedBy([{ ...ACTIVE, by: 2 }], backend)
    await stream.disconnect()
    await expect(before).toHaveChangedBy([{ ...ACTIVE, by: 1 }], backend)
  },
)

backendScenario(
  'backend/active-connections-reported',
  'by a replacement',
  async ({ backend, gateway, uniqueId, open }) => {
    const id = uniqueId()
    const before = await backend.metrics()
    await open(versionStream(id))
    gateway.deferDisconnects()
    const successor = await open(versionStream(id))
    await gateway.waitForCallbacks()
    await expect(before).toHaveChangedBy([{ ...ACTIVE, by: 1 }], backend)
    await successor.disconnect()
    await expect(before).toHaveChangedBy([{ ...ACTIVE, by: 0 }], backend)
  },
)

backendScenario(
  'backend/active-connections-reported',
  'by a send answered 404',
  async ({ backend, gateway, uniqueId, open }) => {
    const id = uniqueId()
    const before = await backend.metrics()
    const stream = await open(versionStream(id))
    gateway.replyToSends({ status: 404, body: { error: 'Token not found' } }, { times: 1 })
    await backend.announceVersion(id, '1')
    await stream.disconnect()
    await expect(before).toHaveChangedBy([{ ...ACTIVE, by: 0 }], backend)
  },
)

backendScenario('backend/events-counted', async ({ backend, gateway, uniqueId, open }) => {
  const [well, badly] = [uniqueId(), uniqueId()]
  const before = await backend.metrics()
  await open(versionStream(well))
  await open(versionStream(badly))
  for (const text of ['1', '2']) await backend.announceVersion(well, text)
  gateway.replyToSends({ status: 500, body: { error: 'Not now' } }, { times: 1 })
  await backend.announceVersion(badly, '1')
  await expect(before).toHaveChangedBy(
    [
      { metric: EVENTS, labels: { service, status: 'success' }, by: 2 },
      { metric: EVENTS, labels: { service, status: 'error' }, by: 1 },
    ],
    backend,
  )
})

backendScenario('backend/send-duration-observed', async ({ backend, gateway, uniqueId, open }) => {
  const id = uniqueId()
  const before = await backend.metrics()
  await open(versionStream(id))
  await backend.announceVersion(id, '1')
  gateway.replyToSends({ status: 500, body: { error: 'Not now' } }, { times: 1 })
  await backend.announceVersion(id, '2')
  await expect(before).toHaveChangedBy([{ ...DURATIONS, by: 2 }], backend)
})
