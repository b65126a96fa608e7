import type { Timeline, WaitOptions } from '../timeline/index.ts'

/** How often a wait for sends begins anew. */
const MAX_ROUNDS = 20

/**
 * Waits for what a backend sends. The bound holds from send to send: a sequence takes longer than one send does.
 * @param options `until` ends the wait
 * @returns whether it ended before its bound
 */
export async function waitForSends(timeline: Timeline, options: WaitOptions<true>): Promise<boolean> {
  const count = (): number => timeline.all('send-request').filter(({ fence }) => !fence).length
  for (let round = 1; ; round += 1) {
    const before = count()
    const isAnother = (): true | undefined => (round < MAX_ROUNDS && count() > before ? true : undefined)
    let isOver = false
    const until = (): true | undefined => {
      isOver = options.until() === true
      return isOver ? true : isAnother()
    }
    const came = await timeline.waitUntil({ ...options, until }).catch(() => undefined)
    if (came === undefined || isOver) return isOver
  }
}
