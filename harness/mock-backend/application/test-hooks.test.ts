import { expect, test } from 'vitest'
import { FakeGatewayClient } from '../../test-support/fake-gateway-client.ts'
import { BackendApplication } from './backend-application.ts'
import { startTask } from './test-hooks.ts'

test('A task that somebody else ended stops running, and the log says so.', async () => {
  const logged = Promise.withResolvers<string>()
  const backend = new BackendApplication({ gateway: new FakeGatewayClient(), log: logged.resolve })
  const { body } = await startTask(backend, { task_type: 'failing_task', params: { delay: 0.001 } })
  await backend.tasks.find(String(body.task_id))?.complete()
  expect(await logged.promise).toMatch(/^task .+ stopped running: Error: Task .+ is completed/)
})
