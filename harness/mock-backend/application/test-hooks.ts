import type { Answer, BackendApplication } from './backend-application.ts'
import { fieldsOf, InvalidPayloadError, optionalNumberAt, textAt } from './invalid-payload.ts'

/**
 * `POST /api/testing/tasks/start`: starts a task that runs by itself. With delay 0 it has ended when this
 * resolves, all its events queued; otherwise it continues after the answer.
 *
 * @throws InvalidPayload when the body is wrong
 */
export async function startTask(application: BackendApplication, payload: unknown): Promise<Answer> {
  const body = fieldsOf(payload, 'The body')
  const type = body.task_type
  if (type !== 'demo_task' && type !== 'failing_task') {
    throw new InvalidPayloadError(
      `Unknown task type: ${JSON.stringify(type)}; expected "demo_task" or "failing_task"`,
    )
  }
  const fields = fieldsOf(body.params ?? {}, '"params"')
  const steps = optionalNumberAt(fields, 'steps')
  const delay = optionalNumberAt(fields, 'delay')
  if (steps !== undefined && !Number.isInteger(steps)) {
    throw new InvalidPayloadError(`"steps" is ${steps}; expected a whole number`)
  }
  const task = application.tasks.start(type, {
    ...(steps === undefined ? {} : { steps }),
    ...(delay === undefined ? {} : { delay }),
  })
  const summary = task.summary()
  const ended = application.tasks.run(task)
  if (delay === 0) await ended
  // Nothing waits for it any more: the task may have been driven in between.
  else ended.catch(failure => application.log(`task ${task.task_id} stopped running: ${failure}`))
  return { status: 200, body: { ...summary } }
}

/**
 * `POST /api/testing/deployments/version`: announces a version to one client.
 *
 * @throws InvalidPayload when the body is wrong
 */
export async function announceVersion(application: BackendApplication, payload: unknown): Promise<Answer> {
  const body = fieldsOf(payload, 'The body')
  const requestId = textAt(body, 'request_id')
  const version = textAt(body, 'version')
  const changelog = body.changelog ?? undefined
  if (changelog !== undefined && typeof changelog !== 'string') {
    throw new InvalidPayloadError(`"changelog" is of type ${typeof changelog}; expected a string`)
  }
  const announcement = await application.versions.announce(requestId, version, changelog)
  return { status: 202, body: { requestId, ...announcement } }
}
