import { type ProcessEntry, processEntry } from './process-table.ts'
import { commandLineOf } from './run-marker.ts'

const POLL_MS = 250

/**
 * Calls `onGone` once when the npm that started this program, or a shell between the two, is gone: what npm has
 * started goes on running when npm is killed. Does nothing when this program was not started by npm.
 *
 * Does not keep the program alive. Disposing of it ends the watch.
 */
export function exitWithParent(onGone: () => void): Disposable {
  if (process.env.npm_lifecycle_event === undefined) return { [Symbol.dispose]: () => {} }
  const ancestors = ancestorsUpToNpm()
  const timer = setInterval(() => {
    if (ancestors.every(isStillThere)) return
    clearInterval(timer)
    onGone()
  }, POLL_MS)
  timer.unref()
  return { [Symbol.dispose]: () => clearInterval(timer) }
}

/** From the parent to npm; the parent alone when npm is not found among the ancestors. */
function ancestorsUpToNpm(): ProcessEntry[] {
  const ancestors: ProcessEntry[] = []
  for (
    let next = processEntry(process.ppid);
    next !== undefined && next.pid > 1;
    next = processEntry(next.parent)
  ) {
    ancestors.push(next)
    if (isNpm(next.pid)) return ancestors
  }
  return ancestors.slice(0, 1)
}

function isNpm(pid: number): boolean {
  const command = commandLineOf(pid)
  const program = process.env.npm_execpath
  // npm renames itself to "npm run gate".
  return /^(npm|npx|pnpm|yarn)\b/.test(command) || (program !== undefined && command.includes(program))
}

/** The pid alone is not enough: it may have been given away again. */
function isStillThere({ pid, startedAt }: ProcessEntry): boolean {
  return processEntry(pid)?.startedAt === startedAt
}
