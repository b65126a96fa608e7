import { backendScenario, expect, versionStream } from '../../harness/backend-scenarios.ts'

const service = 'version'
const CONNECTIONS = 'sse_gateway_connections_total'
const EVENTS = 'sse_gateway_events_sent_total'
const DURATIONS = 'sse_gateway_send_duration_seconds'
const NOT_NOW = { status: 500, body: { error: 'Not now' } }

backendScenario('backend/metrics-scraped', async ({ backend, prometheus }) => {
  await expect(await backend.metricsPage()).toBePageOfMetrics()
  await (await prometheus()).scrape()
})

backendScenario('backend/metrics-clean', async ({ backend, open, prometheus, uniqueId }) => {
  const id = uniqueId()
  await open(versionStream(id))
  await backend.announceVersion(id, '1')
  await expect(await backend.metricsPage()).toBeCleanMetrics(await prometheus())
})

backendScenario('backend/series-exist', async ({ backend, open, prometheus, uniqueId }) => {
  const scraped = await prometheus()
  const id = uniqueId()
  await open(versionStream(id))
  await backend.announceVersion(id, '1')
  const series = await scraped.metrics()
  const counter = ['counter']
  const inService = { sample: `${DURATIONS}_count`, labels: ['service'], types: ['histogram', 'summary'] }
  for (const expected of [
    { metric: CONNECTIONS, sample: CONNECTIONS, labels: ['service', 'action'], types: counter },
    { metric: EVENTS, sample: EVENTS, labels: ['service', 'status'], types: counter },
    { metric: DURATIONS, ...inService },
  ]) {
    await expect(series).toHaveMetric(expected, scraped)
  }
})

backendScenario('backend/series-move', async ({ backend, gateway, open, prometheus, uniqueId }) => {
  const scraped = await prometheus()
  const before = await scraped.metrics()
  const id = uniqueId()
  const stream = await open(versionStream(id))
  await open(versionStream(uniqueId()))
  const opened = await scraped.metrics()
  await backend.announceVersion(id, '1')
  gateway.replyToSends(NOT_NOW, { times: 1 })
  await backend.announceVersion(id, '2')
  await stream.disconnect()
  await expect(await scraped.metrics()).toNotHaveFallenSince(opened)
  await expect(before).toHaveChangedBy(
    [
      { metric: CONNECTIONS, labels: { service, action: 'connect' }, by: 2 },
      { metric: CONNECTIONS, labels: { service, action: 'disconnect' }, by: 1 },
      { metric: EVENTS, labels: { service, status: 'success' }, by: 1 },
      { metric: EVENTS, labels: { service, status: 'error' }, by: 1 },
      { metric: `${DURATIONS}_count`, labels: { service }, by: 2 },
    ],
    scraped,
  )
})

backendScenario('backend/durations-in-seconds', async ({ backend, gateway, open, prometheus, uniqueId }) => {
  const scraped = await prometheus()
  const sum = async () => (await scraped.metrics()).get(`${DURATIONS}_sum{service="${service}"}`) ?? 0
  const id = uniqueId()
  await open(versionStream(id))
  const before = await sum()
  const hold = gateway.holdSends({}, 'the version that is announced')
  const began = performance.now()
  const announced = backend.announceVersion(id, '1')
  await hold.reached()
  const reached = performance.now()
  // It takes a while, so that the send does, too.
  await scraped.scrape()
  const held = performance.now() - reached
  hold.open()
  await announced
  const whole = performance.now() - began
  await expect((await sum()) - before).toBeSecondsBetween(held / 1_000, whole / 1_000)
})

backendScenario('backend/labels-bounded', async ({ backend, open, prometheus, uniqueId }) => {
  const scraped = await prometheus()
  const use = async (): Promise<void> => {
    const id = uniqueId()
    const stream = await open(versionStream(id))
    await backend.announceVersion(id, '1')
    await stream.disconnect()
  }
  await use()
  const before = await scraped.metrics()
  for (const _ of ['one', 'two', 'three']) await use()
  await expect(await scraped.metrics()).toHaveNoSeriesBesides(before)
})
