import type { TaskEventType } from '../../mock-backend/application/index.ts'
import {
  CONNECTION_OPEN,
  type ContractEvent,
  closeEvent,
  newVersionEvent,
  taskNotFoundEvent,
} from '../contract-events.ts'
import type { ExpectedEvent } from '../expected-event.ts'

export { taskStream, versionStream } from '../../contract/stream-paths.ts'

/** What the backend answers to a connect callback it accepts. */
export const connectionOpen: ExpectedEvent = expected(CONNECTION_OPEN)

/** What the backend sends before it closes a stream. */
export function connectionClose(...reason: Parameters<typeof closeEvent>): ExpectedEvent {
  return expected(closeEvent(...reason))
}

/** What the backend sends about a task that it does not know. */
export function taskNotFound(taskId: string): ExpectedEvent {
  return expected(taskNotFoundEvent(taskId))
}

/**
 * What the backend sends about a task, at whatever time.
 * @param data what it says beyond the type; anything when left out
 */
export function taskEvent(
  taskId: string,
  type: TaskEventType,
  data?: Readonly<Record<string, unknown>> | null,
): ExpectedEvent {
  const payload = { event_type: type, task_id: taskId, ...(data === undefined ? {} : { data }) }
  return { event: 'task_event', data: JSON.stringify(payload), alike: 'json-members' }
}

/** One or more such events, one behind the other. */
export function oneOrMore(event: ExpectedEvent): ExpectedEvent {
  return { ...event, repeated: true }
}

/** What the backend sends about a new version. */
export function versionEvent(version: string, changelog?: string): ExpectedEvent {
  return expected(newVersionEvent(version, changelog))
}

/** An event whose data is this JSON value, however it is laid out. */
function expected({ name, payload }: ContractEvent): ExpectedEvent {
  return { event: name, data: JSON.stringify(payload), alike: 'json' }
}
