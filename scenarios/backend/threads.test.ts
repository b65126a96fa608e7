import { backendScenario, expect, versionStream } from '../../harness/backend-scenarios.ts'

backendScenario('backend/slow-send-harms-nobody', 'the disconnect of another client', async scene => {
  const { backend, gateway, meanwhile, newId, open, request } = scene
  const slow = newId()
  const other = await open(versionStream(newId()))
  await backend.announces(slow, '1.0')
  const hold = gateway.holdsSends({}, 'version 1.0, which waits for the client that connects')
  const stream = request(versionStream(slow))
  await hold.reached()
  const report = await meanwhile(hold, () => other.leaves())
  hold.open()
  await expect(report).toHaveBeenAnsweredMeanwhile()
  await expect(await stream.answered).toAccept()
})

backendScenario('backend/slow-send-harms-nobody', 'the connect of another client', async scene => {
  const { backend, gateway, meanwhile, newId, request } = scene
  const slow = newId()
  await backend.announces(slow, '1.0')
  const hold = gateway.holdsSends({}, 'version 1.0, which waits for the client that connects')
  const stream = request(versionStream(slow))
  await hold.reached()
  const report = await meanwhile(hold, () => request(versionStream(newId())).answered)
  hold.open()
  await expect(report).toHaveBeenAnsweredMeanwhile()
  await expect(await stream.answered).toAccept()
})

backendScenario('backend/close-without-lock', async ({ gateway, meanwhile, newId, open, request }) => {
  const id = newId()
  const old = await open(versionStream(id))
  const hold = gateway.holdsSends({ token: old.token, closing: true })
  const successor = request(versionStream(id))
  await hold.reached()
  const report = await meanwhile(hold, () => old.leaves('server_closed'))
  hold.open()
  await expect(report).toHaveBeenAnsweredMeanwhile()
  await expect(await successor.answered).toAccept()
})

backendScenario('backend/connect-before-timeout', async ({ backend, gateway, newId, request }) => {
  const id = newId()
  await backend.announces(id, '1.0')
  const hold = gateway.holdsSends({}, 'version 1.0, which waits for the client that connects')
  const stream = request(versionStream(id))
  await hold.reached()
  const answer = await stream.answered
  expect(answer).toHaveComeInTime()
  await expect(answer).toAccept()
})
