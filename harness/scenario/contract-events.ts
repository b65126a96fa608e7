/** An event of the contract: its name, and what its data holds as JSON. */
export interface ContractEvent {
  readonly name: string
  readonly payload: Readonly<Record<string, unknown>>
}

/** What the backend answers to a connect callback that it accepts. */
export const CONNECTION_OPEN: ContractEvent = { name: 'connection_open', payload: { status: 'connected' } }

/** What the backend sends as it closes a stream. */
export function closeEvent(reason: 'task_completed' | 'task_failed' | 'task_not_found'): ContractEvent {
  return { name: 'connection_close', payload: { reason } }
}

/** What the backend sends about a task that it does not know. */
export function taskNotFoundEvent(taskId: string): ContractEvent {
  return { name: 'error', payload: { error: 'Task not found', task_id: taskId } }
}

/** What the backend sends about a new version. */
export function newVersionEvent(version: string, changelog?: string): ContractEvent {
  return { name: 'version', payload: { version, ...(changelog === undefined ? {} : { changelog }) } }
}
