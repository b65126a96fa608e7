import type { TaskEventType } from '../backend/application/index.ts'
import { SCENARIO_TIME } from '../backend/index.ts'
import type { ExpectedEvent } from './matchers/index.ts'

export { taskStream, versionStream } from './stream-targets.ts'

/** What the backend answers to a connect callback it accepts. */
export const connectionOpen: ExpectedEvent = { event: 'connection_open', data: '{"status": "connected"}' }

/** What the backend sends before it closes a stream. */
export function connectionClose(reason: 'task_completed' | 'task_failed' | 'task_not_found'): ExpectedEvent {
  return { event: 'connection_close', data: JSON.stringify({ reason }) }
}

/** What the backend sends about a task. */
export function taskEvent(
  taskId: string,
  type: TaskEventType,
  data: Readonly<Record<string, unknown>> | null = null,
): ExpectedEvent {
  return {
    event: 'task_event',
    data: JSON.stringify({ event_type: type, task_id: taskId, timestamp: SCENARIO_TIME.toISOString(), data }),
  }
}

/** What the backend sends about a new version. */
export function versionEvent(version: string, changelog?: string): ExpectedEvent {
  return { event: 'version', data: JSON.stringify({ version, ...(changelog ? { changelog } : {}) }) }
}
