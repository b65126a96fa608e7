import type { ConnectionRegistry } from './connection-registry.ts'
import { faulty } from './faults.ts'
import { KeyedQueue } from './keyed-queue.ts'
import { type RunParameters, runTask } from './run-task.ts'
import { type Delivery, Task, type TaskEvent, type TaskType } from './task.ts'

/** What the service needs from its surroundings. */
export interface TaskServiceOptions {
  readonly connections: ConnectionRegistry
  readonly now: () => Date
}

/** The tasks of the backend, and the streams that follow them. */
export class TaskService implements Disposable {
  readonly #connections: ConnectionRegistry
  readonly #now: () => Date
  readonly #tasks = new Map<string, Task>()
  readonly #backlogs = new Map<string, TaskEvent[]>()
  readonly #parameters = new WeakMap<Task, RunParameters>()
  readonly #order = new KeyedQueue()
  readonly #over = new AbortController()
  #running = 0

  constructor({ connections, now }: TaskServiceOptions) {
    this.#connections = connections
    this.#now = now
  }

  /**
   * Makes a task known. It does nothing until it is driven step by step, or run through by `run`.
   *
   * @param parameters only for `run`
   * @throws Error when `taskId` is empty, holds a colon or is taken
   */
  start(type: TaskType, parameters: RunParameters = {}, { taskId }: { taskId?: string } = {}): Task {
    const id = taskId ?? crypto.randomUUID()
    if (id === '' || id.includes(':')) {
      throw new Error(
        `The task id is "${id}", which no stream can ask for; expected it non-empty and without a colon.`,
      )
    }
    if (this.#tasks.has(id)) throw new Error(`There is a task ${id} already; choose another id.`)
    const task = new Task(id, type, (event_type, data) =>
      this.#report({ event_type, task_id: id, timestamp: this.#now().toISOString(), data }),
    )
    this.#tasks.set(id, task)
    this.#backlogs.set(id, [])
    this.#parameters.set(task, parameters)
    return task
  }

  find(taskId: string): Task | undefined {
    return this.#tasks.get(taskId)
  }

  /** Runs a pending task through all its steps. Resolves when it has ended, or when the service was disposed of. */
  async run(task: Task): Promise<void> {
    this.#running += 1
    try {
      await runTask(task, this.#parameters.get(task) ?? {}, this.#over.signal)
    } finally {
      this.#running -= 1
    }
  }

  /** Whether a task runs by itself. */
  get isBusy(): boolean {
    return this.#running > 0
  }

  /** A client has come. Sends it what has been queued before resolving: inside the connect callback, that is. */
  async connect(taskId: string, token: string, url: string): Promise<void> {
    const identifier = identifierOf(taskId)
    await this.#connections.connect(identifier, token, url)
    if (this.#tasks.has(taskId)) {
      await this.#order.run(taskId, () => {
        if (faulty('drops-pending')) this.#backlogs.set(taskId, [])
        if (faulty('reverses-pending')) this.#backlogs.get(taskId)?.reverse()
        return this.#flush(taskId)
      })
      return
    }
    if (faulty('no-events-for-unknown-task')) return
    await this.#connections.send(identifier, 'error', { error: 'Task not found', task_id: taskId })
    await this.#connections.send(
      identifier,
      'connection_close',
      { reason: 'task_not_found' },
      { close: true },
    )
  }

  /** Stops the tasks that run by themselves. */
  [Symbol.dispose](): void {
    this.#over.abort()
  }

  #report(event: TaskEvent): Promise<Delivery> {
    return this.#order.run(event.task_id, async () => {
      this.#backlogs.get(event.task_id)?.push(event)
      if (!this.#connections.has(identifierOf(event.task_id))) return 'queued'
      if (faulty('loses-live-events')) this.#backlogs.get(event.task_id)?.pop()
      return (await this.#flush(event.task_id)) ? 'sent' : 'lost'
    })
  }

  /** An event that is not accepted is lost, as in the Flask application. @returns whether the last one was accepted */
  async #flush(taskId: string): Promise<boolean> {
    const backlog = this.#backlogs.get(taskId) ?? []
    let accepted = true
    for (let event = backlog.shift(); event !== undefined; event = backlog.shift()) {
      accepted = await this.#send(event)
    }
    return accepted
  }

  async #send(event: TaskEvent): Promise<boolean> {
    const identifier = identifierOf(event.task_id)
    const { timestamp: _timestamp, ...timeless } = event
    const payload = faulty('no-timestamp') ? timeless : event
    const accepted = await this.#connections.send(identifier, 'task_event', payload)
    if (faulty('no-close-after-completion')) return accepted
    if (event.event_type === 'task_completed' || event.event_type === 'task_failed') {
      await this.#connections.send(
        identifier,
        'connection_close',
        { reason: faulty('closes-with-wrong-reason') ? 'task_completed' : event.event_type },
        { close: true },
      )
    }
    return accepted
  }
}

function identifierOf(taskId: string): string {
  return `${faulty('mixes-tasks-and-versions') ? 'version' : 'task'}:${taskId}`
}
