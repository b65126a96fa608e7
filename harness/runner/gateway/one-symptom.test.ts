import { describe, test } from 'vitest'
import { referenceTarget } from '../../gateway/index.ts'
import { expect } from '../../matchers/gateway/index.ts'
import { cleanedEnvironment } from '../../process/index.ts'
import { connectionClose, connectionOpen, taskEvent, versionStream } from '../../scenario/gateway/events.ts'
import type { ReceivedEvent } from '../../timeline/index.ts'
import { runScenarioAgainst } from '../index.ts'
import type { ScriptedScenarioContext } from './context.ts'

/** The bug report's own conversation: a task, its client, and what the client should see first. */
async function reported({ backend, open }: ScriptedScenarioContext): Promise<void> {
  backend.sendConnectionOpen()
  const task = backend.tasks.start('demo_task', {}, { taskId: '42' })
  await task.start()
  const stream = await open(task.stream_url)
  await task.complete()
  await expect(stream).toHaveEnded()
  await expect(stream).toHaveReceived([
    connectionOpen,
    taskEvent('42', 'task_started'),
    taskEvent('42', 'task_completed'),
    connectionClose('task_completed'),
  ])
}

const reference = (...faults: string[]) =>
  referenceTarget({ edition: 'callback-events', environment: cleanedEnvironment(), faults })

describe('one symptom, told apart by its causes', () => {
  test('nothing is wrong', async () => {
    expect(await runScenarioAgainst({}, reported)).toBeUndefined()
  })

  test('the gateway never applies the answer to the connect callback', async () => {
    const verdict = await runScenarioAgainst({ target: reference('drop-connect-response') }, reported)
    expect(verdict).toMatchObject({
      party: 'gateway',
      finding: 'gateway/connect-event-lost',
    })
    expect(verdict?.summary).toMatch(
      /answered the connect callback with the event "connection_open".*never wrote/,
    )
  })

  test('the gateway loses what the backend sends while the callback is open', async () => {
    const verdict = await runScenarioAgainst({ target: reference('reject-send-during-connect') }, reported)
    expect(verdict).toMatchObject({
      party: 'gateway',
      finding: 'gateway/send-refused-during-connect',
    })
    expect(verdict?.summary).toMatch(
      /sent the event "task_event"\. The gateway refused it with 404 while the connect callback was open/,
    )
  })

  test('the backend sends to the wrong gateway address', async () => {
    const verdict = await runScenarioAgainst({}, scene => {
      scene.backend.setGatewayAddress('http://127.0.0.1:1')
      return reported(scene)
    })
    expect(verdict).toMatchObject({
      party: 'backend',
      finding: 'backend/event-sent-elsewhere',
    })
    expect(verdict?.summary).toMatch(/to http:\/\/127\.0\.0\.1:1 instead of the gateway at/)
  })

  test.runIf(process.platform === 'linux')('nobody reads what the gateway prints', async () => {
    const flooding = reference('flood-output')
    const unread = {
      ...flooding,
      command: 'sh',
      args: ['-c', '"$@" | sleep 600', 'sh', flooding.command, ...flooding.args],
    }
    const verdict = await runScenarioAgainst({ target: unread, limitMs: 500 }, reported)
    expect(verdict).toMatchObject({
      party: 'configuration',
      finding: 'configuration/output-not-read',
    })
  })

  test('the client loses an event that was on the wire', async () => {
    const verdict = await runScenarioAgainst({}, async scene => {
      scene.backend.sendConnectionOpen()
      const stream = await scene.open(versionStream('abc'))
      await expect(stream).toBeOpen()
      const received = stream.received as ReceivedEvent[]
      received.splice(0)
      await expect(stream).toHaveReceived([connectionOpen])
    })
    expect(verdict).toMatchObject({
      party: 'harness',
      finding: 'harness/event-lost-in-client',
    })
  })
})
