import type { Task } from './task.ts'

/** How the test hook runs a task. */
export interface RunParameters {
  /** How many progress updates a demo task makes; 3 when left out. */
  readonly steps?: number
  /** Seconds before each step; 0.1 when left out, and 0 sets no timer. */
  readonly delay?: number
}

const DEFAULTS = { steps: 3, delay: 0.1 } as const

/** Runs a task from start to end by itself, as the Flask application's test tasks do. Stops silently at `abort`. */
export async function runTask(task: Task, parameters: RunParameters, abort: AbortSignal): Promise<void> {
  const { steps, delay } = { ...DEFAULTS, ...parameters }
  await task.start()
  await task.progress(task.type === 'failing_task' ? 'Starting failing task' : 'Starting test task', 0)
  if (task.type === 'failing_task') {
    if (await elapsed(delay, abort)) await task.fail('Test error')
    return
  }
  for (let step = 1; step <= steps; step += 1) {
    if (!(await elapsed(delay, abort))) return
    await task.progress(`Step ${step}/${steps}`, step / steps)
  }
  await task.complete({ message: 'default message', steps_completed: steps, status: 'success' })
}

/** Whether the time passed without an abort. */
async function elapsed(seconds: number, abort: AbortSignal): Promise<boolean> {
  if (seconds > 0 && !abort.aborted) {
    await new Promise<void>(resolve => {
      const stop = (): void => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(() => {
        abort.removeEventListener('abort', stop)
        resolve()
      }, seconds * 1000)
      abort.addEventListener('abort', stop, { once: true })
    })
  }
  return !abort.aborted
}
