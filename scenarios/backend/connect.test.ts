import {
  backendScenario,
  expect,
  taskStream,
  version,
  versionStream,
} from '../../harness/backend-scenarios.ts'

backendScenario(
  'backend/connect-accepted',
  'of a client that waits for versions',
  async ({ gateway, uniqueId }) => {
    const stream = await gateway.connect(versionStream(uniqueId()))
    expect(await stream.answered).toHaveValidConnectAnswer()
  },
)

backendScenario('backend/connect-accepted', 'of a client of a task', async ({ backend, gateway }) => {
  const task = await backend.startTask('demo_task', { steps: 1, delay: 0 })
  const stream = await gateway.connect(task.stream_url)
  expect(await stream.answered).toHaveValidConnectAnswer()
})

backendScenario('backend/connection-open-answered', 'to a client that waits for versions', async scene => {
  const stream = await scene.gateway.connect(versionStream(scene.uniqueId()))
  expect(await stream.answered).toCarryConnectionOpen()
})

backendScenario('backend/connection-open-answered', 'to a client of a task', async ({ backend, gateway }) => {
  const task = await backend.startTask('demo_task', { steps: 1, delay: 0 })
  const stream = await gateway.connect(task.stream_url)
  expect(await stream.answered).toCarryConnectionOpen()
})

backendScenario(
  'backend/id-decoded',
  'a space, an umlaut and an emoji',
  async ({ backend, uniqueId, open }) => {
    const id = `${uniqueId()} Bühne 🎭`
    await backend.announceVersion(id, '1.0')
    const stream = await open(versionStream(encodeURIComponent(id)))
    await expect(stream).toHaveBeenSent([version('1.0')])
  },
)

backendScenario('backend/id-decoded', 'a plus sign for a space', async ({ backend, uniqueId, open }) => {
  const id = `${uniqueId()} a+b`
  await backend.announceVersion(id, '1.0')
  const stream = await open(versionStream(`${id.split(' ')[0]}+a%2Bb`))
  await expect(stream).toHaveBeenSent([version('1.0')])
})

backendScenario('backend/id-decoded', 'between other parameters', async ({ backend, uniqueId, open }) => {
  const id = uniqueId()
  await backend.announceVersion(id, '1.0')
  const stream = await open(`/api/sse/utils/version?a=1&request_id=${id}&task_id=2&flag`)
  await expect(stream).toHaveBeenSent([version('1.0')])
})

backendScenario('backend/unknown-fields-ignored', 'of a connect', async ({ gateway, uniqueId }) => {
  const connect = {
    action: 'connect' as const,
    token: crypto.randomUUID(),
    request: { url: versionStream(uniqueId()), headers: {}, protocol: 'h2' },
    trace: { id: 1 },
  }
  expect(await gateway.postCallback(connect)).toAccept()
})

backendScenario(
  'backend/unknown-fields-ignored',
  'of a disconnect',
  async ({ backend, gateway, uniqueId, open }) => {
    const id = uniqueId()
    const stream = await open(versionStream(id))
    const request = { url: stream.target, headers: {}, protocol: 'h2' }
    const over = {
      action: 'disconnect' as const,
      reason: 'error' as const,
      token: stream.token,
      request,
      after: 3,
    }
    expect(await gateway.postCallback(over)).toBeAcknowledged()
    expect(await backend.announceVersion(id, '1.0')).toBeReportedAs('queued')
  },
)

backendScenario(
  'backend/connect-accepted',
  'of a client with repeated headers',
  async ({ gateway, uniqueId }) => {
    const headers = { accept: 'text/event-stream', 'x-forwarded-for': ['10.0.0.1', '10.0.0.2'] }
    const stream = await gateway.connect(taskStream(uniqueId()), headers)
    expect(await stream.answered).toHaveValidConnectAnswer()
  },
)
