/** A task the test hooks know how to run by themselves. */
export type TaskType = 'demo_task' | 'failing_task'

export type TaskStatus = 'pending' | 'running' | 'completed' | 'failed'

export type TaskEventType = 'task_started' | 'progress_update' | 'task_completed' | 'task_failed'

/** The payload of a `task_event`. */
export interface TaskEvent {
  readonly event_type: TaskEventType
  readonly task_id: string
  /** ISO 8601, UTC. */
  readonly timestamp: string
  readonly data: Readonly<Record<string, unknown>> | null
}

/**
 * What became of a task's event: `sent` and accepted by the gateway, `queued` until the client connects, or
 * `lost` because the gateway did not accept it.
 */
export type Delivery = 'sent' | 'queued' | 'lost'

/** How a task reports its progress to its service. */
export type ReportEvent = (
  type: TaskEventType,
  data: Readonly<Record<string, unknown>> | null,
) => Promise<Delivery>

/** What the application answers about a task that was just started. */
export interface TaskSummary {
  readonly task_id: string
  readonly stream_url: string
  readonly status: TaskStatus
}

/**
 * One background task. A scenario drives it step by step; events leave in the order of these calls, awaited
 * or not. A call out of turn throws.
 */
export class Task implements TaskSummary {
  readonly task_id: string
  /** The request target a client follows this task at. */
  readonly stream_url: string
  readonly type: TaskType
  readonly #report: ReportEvent
  #status: TaskStatus = 'pending'

  constructor(taskId: string, type: TaskType, report: ReportEvent) {
    this.task_id = taskId
    this.stream_url = `/api/sse/tasks?task_id=${encodeURIComponent(taskId)}`
    this.type = type
    this.#report = report
  }

  get status(): TaskStatus {
    return this.#status
  }

  /** The task as the application describes it in the response to its start. */
  summary(): TaskSummary {
    return { task_id: this.task_id, stream_url: this.stream_url, status: this.#status }
  }

  start(): Promise<Delivery> {
    this.#advance('pending', 'running')
    return this.#report('task_started', null)
  }

  /** @param value how far it is, from 0 to 1 */
  progress(text: string, value: number): Promise<Delivery> {
    if (!(value >= 0 && value <= 1))
      throw new RangeError(`Progress is ${value}; expected a number from 0 to 1.`)
    this.#advance('running', 'running')
    return this.#report('progress_update', { text, value })
  }

  /** Completes the task, then closes its client's stream. */
  complete(result: Readonly<Record<string, unknown>> | null = null): Promise<Delivery> {
    this.#advance('running', 'completed')
    return this.#report('task_completed', result)
  }

  /** Fails the task, then closes its client's stream. */
  fail(error: string): Promise<Delivery> {
    this.#advance('running', 'failed')
    return this.#report('task_failed', { error, traceback: `ValueError: ${error}` })
  }

  #advance(from: TaskStatus, to: TaskStatus): void {
    if (this.#status !== from) {
      throw new Error(
        `Task ${this.task_id} is ${this.#status}, but has to be ${from} for this. A task goes start, progress any number of times, then complete or fail.`,
      )
    }
    this.#status = to
  }
}
