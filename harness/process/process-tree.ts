import { setTimeout as delay } from 'node:timers/promises'
import { SurvivorError } from './errors.ts'
import { type ProcessEntry, processEntry, processTable } from './process-table.ts'
import { carriesMarker, commandLineOf } from './run-marker.ts'
import { signalGroup, signalProcess } from './signals.ts'

const KILL_LIMIT_MS = 5000
const MIN_POLL_MS = 1
const MAX_POLL_MS = 20

/** A process group, named by its leader, and the descendants that left it. */
export interface ProcessTree {
  readonly leader: number
  readonly marker: string
  /** In the group, but not part of the tree: it is ended last. */
  readonly watchdog: number | undefined
}

/** How a process tree was ended. */
export interface TreeEnd {
  readonly signal: 'none' | 'SIGTERM' | 'SIGKILL'
  /** The pids that outlived the grace period and were killed. */
  readonly survivors: readonly number[]
}

/**
 * Sends SIGTERM to what is left of a tree, kills what has not ended by the deadline, and proves that nothing is left.
 * Members of the group get SIGTERM only if `askGroup` is set; the others get it as they are found.
 *
 * @param deadline in milliseconds of `performance.now()`
 * @throws SurvivorError when something cannot be killed
 */
export async function endProcessTree(
  tree: ProcessTree,
  { deadline, askGroup }: { readonly deadline: number; readonly askGroup: boolean },
): Promise<TreeEnd> {
  const { asked, left } = await askToEnd(tree, deadline, askGroup)
  const survivors = await kill(tree, left)
  await dismissWatchdog(tree)
  return { signal: survivors.length > 0 ? 'SIGKILL' : asked ? 'SIGTERM' : 'none', survivors }
}

/** Every live process of a tree, except the watchdog. */
export function treeMembers({ leader, marker, watchdog }: ProcessTree): ProcessEntry[] {
  return processTable().filter(
    ({ pid, group }) => pid !== watchdog && (group === leader || carriesMarker(pid, marker)),
  )
}

async function askToEnd(
  tree: ProcessTree,
  deadline: number,
  askGroup: boolean,
): Promise<{ asked: boolean; left: readonly ProcessEntry[] }> {
  const asked = new Set<number>()
  const isAsked = ({ pid, group }: ProcessEntry) => asked.has(pid) || (group === tree.leader && !askGroup)
  for (let pollMs = MIN_POLL_MS; ; pollMs = longer(pollMs)) {
    const left = treeMembers(tree)
    for (const { pid } of left.filter(member => !isAsked(member))) {
      asked.add(pid)
      signalProcess(pid, 'SIGTERM')
    }
    const remainingMs = deadline - performance.now()
    if (left.length === 0 || remainingMs <= 0) return { asked: asked.size > 0, left }
    await delay(Math.min(pollMs, remainingMs))
  }
}

async function kill(tree: ProcessTree, left: readonly ProcessEntry[]): Promise<number[]> {
  const survivors = new Set<number>()
  const deadline = performance.now() + KILL_LIMIT_MS
  let members = left
  for (let pollMs = MIN_POLL_MS; ; pollMs = longer(pollMs)) {
    if (members.length === 0) return [...survivors]
    if (performance.now() > deadline) throw survivorError(members)
    // The whole group at once: it cannot escape by forking.
    if (members.some(({ group }) => group === tree.leader)) signalGroup(tree.leader, 'SIGKILL')
    for (const { pid } of members) {
      survivors.add(pid)
      signalProcess(pid, 'SIGKILL')
    }
    await delay(pollMs)
    members = treeMembers(tree)
  }
}

async function dismissWatchdog({ leader, watchdog }: ProcessTree): Promise<void> {
  if (watchdog === undefined) return
  const deadline = performance.now() + KILL_LIMIT_MS
  for (let pollMs = MIN_POLL_MS; ; pollMs = longer(pollMs)) {
    const entry = processEntry(watchdog)
    if (entry?.group !== leader) return
    if (performance.now() > deadline) throw survivorError([entry])
    signalProcess(watchdog, 'SIGKILL')
    await delay(pollMs)
  }
}

function survivorError(members: readonly ProcessEntry[]): SurvivorError {
  const named = members.map(({ pid }) => `${pid} (${commandLineOf(pid)})`).join(', ')
  return new SurvivorError(
    `Still alive ${KILL_LIMIT_MS} ms after SIGKILL: ${named}. Nothing was to be left; end them by hand, ` +
      'as their owner if they belong to another user.',
    members.map(({ pid }) => pid),
  )
}

function longer(pollMs: number): number {
  return Math.min(pollMs * 2, MAX_POLL_MS)
}
