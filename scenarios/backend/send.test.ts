import {
  backendScenario,
  expect,
  taskNotFound,
  taskStream,
  version,
  versionStream,
} from '../../harness/backend-scenarios.ts'

const FAILURES = ['500', '503', 'a cut connection'] as const

backendScenario(
  'backend/send-form',
  'of a task, a version and a replacement',
  async ({ backend, gateway, uniqueId, open }) => {
    const [id, unknown] = [uniqueId(), uniqueId()]
    const task = await backend.startTask('demo_task', { steps: 2, delay: 0 })
    const failing = await backend.startTask('failing_task', { delay: 0 })
    const stream = await open(versionStream(id))
    await backend.announceVersion(id, '1.2.3', 'Line one\nLine two — “quoted”')
    await expect(stream).toHaveBeenSent([version('1.2.3', 'Line one\nLine two — “quoted”')])
    await open(versionStream(id))
    await expect(await open(task.stream_url)).toHaveBeenSentTaskEvents(task, 'task_completed')
    await expect(await open(failing.stream_url)).toHaveBeenSentTaskEvents(failing, 'task_failed')
    await expect(await open(taskStream(unknown))).toHaveBeenSent(taskNotFound(unknown))
    expect(gateway).toHaveValidSends()
  },
)

backendScenario('backend/one-send-at-a-time', async scene => {
  const { backend, gateway, meanwhile, uniqueId, requestStream } = scene
  const id = uniqueId()
  for (const text of ['1', '2', '3']) await backend.announceVersion(id, text)
  const hold = gateway.holdSends({ times: 1 }, 'version 1, which waits for the client that connects')
  const stream = requestStream(versionStream(id))
  await hold.reached()
  const report = await meanwhile(hold, () => requestStream(versionStream(uniqueId())).answered)
  expect(report).toHaveBeenAnsweredMeanwhile()
  hold.open()
  await stream.answered
  expect(stream).toHaveWaitedForEachAnswer()
  await expect(stream).toHaveBeenSent([version('1'), version('2'), version('3')])
})

backendScenario('backend/task-and-version-streams-separate', async ({ backend, open }) => {
  const task = await backend.startTask('demo_task', { steps: 3, delay: 0.05 })
  const ofTask = await open(task.stream_url)
  const ofClient = await open(versionStream(task.task_id))
  await backend.announceVersion(task.task_id, '1.0')
  await expect(ofClient).toHaveBeenSent([version('1.0')])
  await expect(ofTask).toHaveBeenSentTaskEvents(task, 'task_completed')
})

backendScenario('backend/no-sends-after-404', async ({ backend, gateway, uniqueId, open }) => {
  const id = uniqueId()
  const gone = await open(versionStream(id))
  gateway.replyToSends({ status: 404, body: { error: 'Token not found' } }, { times: 1 })
  expect(await backend.announceVersion(id, '1')).toBeReportedAs('queued')
  expect(await backend.announceVersion(id, '2')).toBeReportedAs('queued')
  expect(gone).toHaveBeenSentSoFar([version('1')])
  const back = await open(versionStream(id))
  await expect(back).toHaveBeenSent([version('1'), version('2')])
  expect(gone).toHaveBeenSentSoFar([version('1')])
})

for (const failure of FAILURES) {
  backendScenario(
    'backend/failed-send-not-repeated',
    failure,
    async ({ backend, gateway, uniqueId, open }) => {
      const id = uniqueId()
      const stream = await open(versionStream(id))
      if (failure === 'a cut connection') gateway.dropSends({ times: 1 })
      else gateway.replyToSends({ status: Number(failure), body: { error: 'Not now' } }, { times: 1 })
      await backend.announceVersion(id, '1')
      await expect(stream).toNeverBeSentAgain(version('1'))
    },
  )

  backendScenario('backend/failed-send-keeps-connection', failure, async ({ backend, gateway, open }) => {
    const task = await backend.startTask('demo_task', { steps: 2, delay: 0 })
    if (failure === 'a cut connection') gateway.dropSends({ times: 1 })
    else gateway.replyToSends({ status: Number(failure), body: { error: 'Not now' } }, { times: 1 })
    await expect(await open(task.stream_url)).toHaveBeenSentTaskEvents(task, 'task_completed')
  })
}

backendScenario('backend/one-send-at-a-time', 'ten versions at the same time', async scene => {
  const { backend, uniqueId, open } = scene
  const id = uniqueId()
  const stream = await open(versionStream(id))
  const texts = Array.from({ length: 10 }, (_, n) => `1.${n}`)
  await Promise.all(texts.map(text => backend.announceVersion(id, text)))
  expect(stream).toHaveWaitedForEachAnswer()
  expect(stream).toHaveBeenSentInAnyOrder(texts.map(text => version(text)))
})

backendScenario('backend/failed-send-not-repeated', 'a slow answer that accepts it', async scene => {
  const { backend, gateway, uniqueId, open } = scene
  const id = uniqueId()
  const stream = await open(versionStream(id))
  const hold = gateway.holdSends({ times: 1 }, 'version 1 to the connected client')
  const announcing = backend.announceVersion(id, '1')
  // Its failure is judged below, once the wait for the send is over.
  announcing.catch(() => {})
  await hold.reached()
  hold.open()
  expect(await announcing).toBeReportedAs('delivered')
  expect(stream).toHaveBeenSentSoFar([version('1')])
})

backendScenario('backend/failed-send-keeps-connection', 'a gateway that is gone for a while', async scene => {
  const { backend, uniqueId, open, whileGatewayIsGone } = scene
  const id = uniqueId()
  const stream = await open(versionStream(id))
  await whileGatewayIsGone(() => backend.announceVersion(id, '1'))
  await backend.announceVersion(id, '2')
  expect(stream).toHaveBeenSentLast(version('2'))
})
