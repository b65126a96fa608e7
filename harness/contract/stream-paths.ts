/** The request target of a task's stream. */
export function taskStream(taskId: string): string {
  return `/api/sse/tasks?task_id=${taskId}`
}

/** The request target of a client's version stream. */
export function versionStream(requestId: string): string {
  return `/api/sse/utils/version?request_id=${requestId}`
}
