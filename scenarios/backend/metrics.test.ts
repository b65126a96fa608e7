import { backendScenario, expect, versionStream } from '../../harness/backend-scenarios.ts'

const service = 'version'
const CONNECTIONS = 'sse_gateway_connections_total'
const ACTIVE = { metric: 'sse_gateway_active_connections', labels: { service } }
const EVENTS = 'sse_gateway_events_sent_total'
const DURATIONS = { metric: 'sse_gateway_send_duration_seconds_count', labels: { service } }

backendScenario('backend/connections-counted', async ({ uniqueId, open, metrics }) => {
  const before = await metrics()
  const streams = [await open(versionStream(uniqueId())), await open(versionStream(uniqueId()))]
  await streams[0]?.disconnect()
  expect(await metrics()).toHaveChangedBy(before, [
    { metric: CONNECTIONS, labels: { service, action: 'connect' }, by: 2 },
    { metric: CONNECTIONS, labels: { service, action: 'disconnect' }, by: 1 },
  ])
})

backendScenario(
  'backend/active-connections-reported',
  'by a disconnect',
  async ({ uniqueId, open, metrics }) => {
    const before = await metrics()
    const stream = await open(versionStream(uniqueId()))
    await open(versionStream(uniqueId()))
    expect(await metrics()).toHaveChangedBy(before, [{ ...ACTIVE, by: 2 }])
    await stream.disconnect()
    expect(await metrics()).toHaveChangedBy(before, [{ ...ACTIVE, by: 1 }])
  },
)

backendScenario(
  'backend/active-connections-reported',
  'by a replacement',
  async ({ gateway, uniqueId, open, metrics }) => {
    const id = uniqueId()
    const before = await metrics()
    await open(versionStream(id))
    gateway.deferDisconnects()
    const successor = await open(versionStream(id))
    await gateway.waitForCallbacks()
    expect(await metrics()).toHaveChangedBy(before, [{ ...ACTIVE, by: 1 }])
    await successor.disconnect()
    expect(await metrics()).toHaveChangedBy(before, [{ ...ACTIVE, by: 0 }])
  },
)

backendScenario(
  'backend/active-connections-reported',
  'by a send answered 404',
  async ({ backend, gateway, uniqueId, open, metrics }) => {
    const id = uniqueId()
    const before = await metrics()
    const stream = await open(versionStream(id))
    gateway.replyToSends({ status: 404, body: { error: 'Token not found' } }, { times: 1 })
    await backend.announceVersion(id, '1')
    await stream.disconnect()
    expect(await metrics()).toHaveChangedBy(before, [{ ...ACTIVE, by: 0 }])
  },
)

backendScenario('backend/events-counted', async ({ backend, gateway, uniqueId, open, metrics }) => {
  const [well, badly] = [uniqueId(), uniqueId()]
  const before = await metrics()
  await open(versionStream(well))
  await open(versionStream(badly))
  for (const text of ['1', '2']) await backend.announceVersion(well, text)
  gateway.replyToSends({ status: 500, body: { error: 'Not now' } }, { times: 1 })
  await backend.announceVersion(badly, '1')
  expect(await metrics()).toHaveChangedBy(before, [
    { metric: EVENTS, labels: { service, status: 'success' }, by: 2 },
    { metric: EVENTS, labels: { service, status: 'error' }, by: 1 },
  ])
})

backendScenario('backend/send-duration-observed', async ({ backend, gateway, uniqueId, open, metrics }) => {
  const id = uniqueId()
  const before = await metrics()
  await open(versionStream(id))
  await backend.announceVersion(id, '1')
  gateway.replyToSends({ status: 500, body: { error: 'Not now' } }, { times: 1 })
  await backend.announceVersion(id, '2')
  expect(await metrics()).toHaveChangedBy(before, [{ ...DURATIONS, by: 2 }])
})
