import { backendScenario, expect, versionStream } from '../../harness/backend-scenarios.ts'

backendScenario('backend/slow-send-isolated', 'the disconnect of another client', async scene => {
  const { backend, gateway, meanwhile, uniqueId, open, requestStream } = scene
  const slow = uniqueId()
  const other = await open(versionStream(uniqueId()))
  await backend.announceVersion(slow, '1.0')
  const hold = gateway.holdSends({}, 'version 1.0, which waits for the client that connects')
  const stream = requestStream(versionStream(slow))
  await hold.reached()
  const report = await meanwhile(hold, () => other.disconnect())
  hold.open()
  expect(report).toHaveBeenAnsweredMeanwhile()
  expect(await stream.answered).toAccept()
})

backendScenario('backend/slow-send-isolated', 'the connect of another client', async scene => {
  const { backend, gateway, meanwhile, uniqueId, requestStream } = scene
  const slow = uniqueId()
  await backend.announceVersion(slow, '1.0')
  const hold = gateway.holdSends({}, 'version 1.0, which waits for the client that connects')
  const stream = requestStream(versionStream(slow))
  await hold.reached()
  const report = await meanwhile(hold, () => requestStream(versionStream(uniqueId())).answered)
  hold.open()
  expect(report).toHaveBeenAnsweredMeanwhile()
  expect(await stream.answered).toAccept()
})

backendScenario(
  'backend/close-without-lock',
  async ({ gateway, meanwhile, uniqueId, open, requestStream }) => {
    const id = uniqueId()
    const old = await open(versionStream(id))
    const hold = gateway.holdSends({ token: old.token, closing: true })
    const successor = requestStream(versionStream(id))
    await hold.reached()
    const report = await meanwhile(hold, () => old.disconnect('server_closed'))
    hold.open()
    expect(report).toHaveBeenAnsweredMeanwhile()
    expect(await successor.answered).toAccept()
  },
)

backendScenario('backend/connect-before-timeout', async ({ backend, gateway, uniqueId, requestStream }) => {
  const id = uniqueId()
  await backend.announceVersion(id, '1.0')
  const hold = gateway.holdSends({}, 'version 1.0, which waits for the client that connects')
  const stream = requestStream(versionStream(id))
  await hold.reached()
  const answer = await stream.answered
  expect(answer).toHaveAnsweredInTime()
  expect(answer).toAccept()
})
