import { describe, inject, test } from 'vitest'
import { referenceTarget } from '../harness/gateway/index.ts'
import {
  connectionClose,
  connectionOpen,
  expect,
  type Scene,
  scenario,
  taskEvent,
  versionEvent,
  versionStream,
} from '../harness/index.ts'
import { cleanedEnvironment } from '../harness/process/index.ts'
import { rehearse } from '../harness/scenario/index.ts'

scenario('connection-open/task-stream', async ({ backend, open }) => {
  backend.greets()
  const task = backend.tasks.start('demo_task', {}, { taskId: '42' })
  await task.start()
  const stream = await open(task.stream_url)
  await task.progress('half way', 0.5)
  await task.complete({ answer: 42 })
  await expect(stream).toHaveEnded()
  await expect(stream).toHaveReceived([
    connectionOpen,
    taskEvent('42', 'task_started'),
    taskEvent('42', 'progress_update', { text: 'half way', value: 0.5 }),
    taskEvent('42', 'task_completed', { answer: 42 }),
    connectionClose('task_completed'),
  ])
})

scenario('connection-open/version-stream', async ({ backend, open }) => {
  backend.greets()
  await backend.versions.announce('abc', '1.0')
  const stream = await open(versionStream('abc'))
  await backend.versions.announce('abc', '1.1')
  await expect(stream).toHaveReceived([connectionOpen, versionEvent('1.0'), versionEvent('1.1')])
})

/** The bug report's own conversation: a task, its client, and what the client should see first. */
async function reported({ backend, open }: Scene): Promise<void> {
  backend.greets()
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

// Against a gateway under judgement only the scenarios above are played; these judge the harness.
describe.runIf(inject('gate') === undefined)('one symptom, told apart by its causes', () => {
  test('nothing is wrong', async () => {
    expect(await rehearse({}, reported)).toBeUndefined()
  })

  test('the gateway never applies the answer to the connect callback', async () => {
    const verdict = await rehearse({ target: reference('drop-connect-response') }, reported)
    expect(verdict).toMatchObject({
      party: 'gateway',
      headline: expect.stringMatching('lost between accepted and written'),
    })
    expect(verdict?.summary).toMatch(
      /answered the connect callback with the event "connection_open".*never wrote/,
    )
  })

  test('the gateway loses what the backend sends while the callback is open', async () => {
    const verdict = await rehearse({ target: reference('reject-send-during-connect') }, reported)
    expect(verdict).toMatchObject({
      party: 'gateway',
      headline: expect.stringMatching('lost between produced and accepted'),
    })
    expect(verdict?.summary).toMatch(
      /refused the event "task_event" with 404 while the connect callback was open/,
    )
  })

  test('the backend sends to the wrong gateway address', async () => {
    const verdict = await rehearse({}, scene => {
      scene.backend.sendsTo('http://127.0.0.1:1')
      return reported(scene)
    })
    expect(verdict).toMatchObject({
      party: 'backend',
      headline: expect.stringMatching('lost between produced and accepted'),
    })
    expect(verdict?.summary).toMatch(/to http:\/\/127\.0\.0\.1:1, which is not the gateway's address/)
  })

  test.runIf(process.platform === 'linux')('nobody reads what the gateway prints', async () => {
    const flooding = reference('flood-output')
    const unread = {
      ...flooding,
      command: 'sh',
      args: ['-c', '"$@" | sleep 600', 'sh', flooding.command, ...flooding.args],
    }
    const verdict = await rehearse({ target: unread, limitMs: 500 }, reported)
    expect(verdict).toMatchObject({
      party: 'set-up',
      headline: expect.stringMatching('nobody reads its output'),
    })
  })

  test('the client loses an event that was on the wire', async () => {
    const verdict = await rehearse({}, async scene => {
      scene.backend.greets()
      const stream = await scene.open(versionStream('abc'))
      await expect(stream).toBeOpen()
      stream.dispatched.splice(0)
      await expect(stream).toHaveReceived([connectionOpen])
    })
    expect(verdict).toMatchObject({
      party: 'harness',
      headline: expect.stringMatching('lost between written and parsed'),
    })
  })
})
