import { backendScenario, expect, versionStream } from '../../harness/backend-scenarios.ts'

const service = 'version'
const CONNECTIONS = 'sse_gateway_connections_total'
const EVENTS = 'sse_gateway_events_sent_total'
const DURATIONS = 'sse_gateway_send_duration_seconds'
const NOT_NOW = { status: 500, body: { error: 'Not now' } }

backendScenario('backend/metrics-scraped', async ({ metrics, prometheus }) => {
  expect(await metrics()).toBePageOfMetrics()
  await (await prometheus()).scrape()
})

backendScenario('backend/metrics-clean', async ({ backend, metricsPage, open, prometheus, uniqueId }) => {
  const id = uniqueId()
  await open(versionStream(id))
  await backend.announceVersion(id, '1')
  const page = await metricsPage()
  expect(await (await prometheus()).check(page)).toBeCleanMetrics()
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
    expect(series).toHaveMetric(expected, await scraped.typeOf(expected.metric))
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
  const after = await scraped.metrics()
  expect(after).toNotHaveFallenSince(opened)
  expect(after).toHaveChangedBy(before, [
    { metric: CONNECTIONS, labels: { service, action: 'connect' }, by: 2 },
    { metric: CONNECTIONS, labels: { service, action: 'disconnect' }, by: 1 },
    { metric: EVENTS, labels: { service, status: 'success' }, by: 1 },
    { metric: EVENTS, labels: { service, status: 'error' }, by: 1 },
    { metric: `${DURATIONS}_count`, labels: { service }, by: 2 },
  ])
})

backendScenario('backend/durations-in-seconds', async ({ backend, gateway, open, prometheus, uniqueId }) => {
  const scraped = await prometheus()
  const id = uniqueId()
  await open(versionStream(id))
  const before = await scraped.metrics()
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
  const sum = `${DURATIONS}_sum{service="${service}"}`
  expect(await scraped.metrics()).toHaveObserved(before, sum, [held / 1_000, whole / 1_000])
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
  expect(await scraped.metrics()).toHaveNoSeriesBesides(before)
})
