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
  async ({ gateway, newId }) => {
    const stream = await gateway.connects(versionStream(newId()))
    await expect(await stream.answered).toAcceptInForm()
  },
)

backendScenario('backend/connect-accepted', 'of a client of a task', async ({ backend, gateway }) => {
  const task = await backend.runs('demo_task', { steps: 1, delay: 0 })
  const stream = await gateway.connects(task.target)
  await expect(await stream.answered).toAcceptInForm()
})

backendScenario('backend/connection-open-answered', 'to a client that waits for versions', async scene => {
  const stream = await scene.gateway.connects(versionStream(scene.newId()))
  await expect(await stream.answered).toCarryConnectionOpen()
})

backendScenario('backend/connection-open-answered', 'to a client of a task', async ({ backend, gateway }) => {
  const task = await backend.runs('demo_task', { steps: 1, delay: 0 })
  const stream = await gateway.connects(task.target)
  await expect(await stream.answered).toCarryConnectionOpen()
})

backendScenario('backend/id-decoded', 'a space, an umlaut and an emoji', async ({ backend, newId, open }) => {
  const id = `${newId()} Bühne 🎭`
  await backend.announces(id, '1.0')
  const stream = await open(versionStream(encodeURIComponent(id)))
  await expect(stream).toHaveBeenSent([version('1.0')])
})

backendScenario('backend/id-decoded', 'a plus sign for a space', async ({ backend, newId, open }) => {
  const id = `${newId()} a+b`
  await backend.announces(id, '1.0')
  const stream = await open(versionStream(`${id.split(' ')[0]}+a%2Bb`))
  await expect(stream).toHaveBeenSent([version('1.0')])
})

backendScenario('backend/id-decoded', 'between other parameters', async ({ backend, newId, open }) => {
  const id = newId()
  await backend.announces(id, '1.0')
  const stream = await open(`/api/sse/utils/version?a=1&request_id=${id}&task_id=2&flag`)
  await expect(stream).toHaveBeenSent([version('1.0')])
})

backendScenario('backend/unknown-fields-ignored', 'of a connect', async ({ gateway, newId }) => {
  const connect = {
    action: 'connect' as const,
    token: crypto.randomUUID(),
    request: { url: versionStream(newId()), headers: {}, protocol: 'h2' },
    trace: { id: 1 },
  }
  await expect(await gateway.calls(connect)).toAccept()
})

backendScenario(
  'backend/unknown-fields-ignored',
  'of a disconnect',
  async ({ backend, gateway, newId, open }) => {
    const id = newId()
    const stream = await open(versionStream(id))
    const request = { url: stream.target, headers: {}, protocol: 'h2' }
    const over = {
      action: 'disconnect' as const,
      reason: 'error' as const,
      token: stream.token,
      request,
      after: 3,
    }
    await expect(await gateway.calls(over)).toBeTaken()
    expect(await backend.announces(id, '1.0')).toBeReportedAs('queued')
  },
)

backendScenario(
  'backend/connect-accepted',
  'of a client with repeated headers',
  async ({ gateway, newId }) => {
    const headers = { accept: 'text/event-stream', 'x-forwarded-for': ['10.0.0.1', '10.0.0.2'] }
    const stream = await gateway.connects(taskStream(newId()), headers)
    await expect(await stream.answered).toAcceptInForm()
  },
)
