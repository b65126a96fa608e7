import { test as baseTest } from 'vitest'
import { CLAUSES, type ClauseId, isAbout } from '../contract/index.ts'
import { isStartable } from '../gateway/index.ts'
import { type Body, type Outcome, play } from './play.ts'
import { Session } from './session.ts'
import { settings, shared } from './shared-session.ts'
import { storyOf } from './story.ts'

export interface ScenarioOptions {
  /** The gateway's heartbeat interval, which only a gateway that we start can be told. */
  readonly heartbeatSeconds?: number
  /** It ends or starts gateways, and so cannot share one. */
  readonly ownGateway?: true
}

/** What a worker reports of a scenario through vitest. */
export interface ScenarioMeta extends Outcome {
  readonly clause: ClauseId
}

declare module 'vitest' {
  interface TaskMeta {
    scenario?: ScenarioMeta
  }
}

/** The longest time that a clause is about, the callback timeout; added to the bounds of waits for such clauses. */
const LONGEST_CONTRACT_MS = 5_000

/** Above the bounded waits of a scenario together, so that those speak first; in milliseconds. */
const TEST_LIMIT_MS = 120_000 + 3 * settings.readyLimitMs + 20 * settings.limitMs

const test = baseTest.extend<{ $worker: { session: Session } }>({
  session: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads the parameter's names
    async ({}, use) => {
      await using session = shared
      await use(session)
    },
    { scope: 'worker' },
  ],
})

/**
 * Declares a scenario: a conversation that shows whether a clause holds.
 * @param variant what sets it apart from other scenarios of the clause
 */
export function scenario(clause: ClauseId, body: Body): void
export function scenario(clause: ClauseId, variant: string, body: Body, options?: ScenarioOptions): void
export function scenario(
  clause: ClauseId,
  second: string | Body,
  third?: Body,
  options: ScenarioOptions = {},
): void {
  const variant = typeof second === 'string' ? second : undefined
  const body = typeof second === 'function' ? second : third
  if (body === undefined) throw new TypeError(`The scenario for ${clause} has no body.`)
  const timed = CLAUSES[clause].timed === true
  const alone = (timed || options.ownGateway === true) && isStartable(settings.target)
  if (isWanted(clause) && !alone) void shared.warmUp()
  test(variant === undefined ? clause : `${clause}: ${variant}`, {
    meta: { scenario: { clause } },
    timeout: TEST_LIMIT_MS,
    skip: !isWanted(clause),
    concurrent: alone,
  }, async ({ session, task }) => {
    const outcome = await judge(alone ? undefined : session)
    if (outcome === undefined) return
    task.meta.scenario = { clause, ...outcome }
    throw new Error(storyOf(clause, outcome))
  })

  async function judge(session: Session | undefined): Promise<Outcome | undefined> {
    if (session === undefined) {
      await using own = new Session(settings, options.heartbeatSeconds)
      return await play(own, body as Body, LONGEST_CONTRACT_MS)
    }
    if (options.ownGateway === true) return { notTestable: 'needs a gateway that we start and stop' }
    if (timed && options.heartbeatSeconds !== undefined) {
      return {
        notTestable: `needs a gateway that we start, with HEARTBEAT_INTERVAL_SECONDS=${options.heartbeatSeconds}`,
      }
    }
    return play(session, body as Body, timed ? LONGEST_CONTRACT_MS : 0)
  }
}

function isWanted(clause: ClauseId): boolean {
  if (!isAbout(clause, settings.capabilities)) return false
  if (settings.only !== undefined && !settings.only.includes(clause)) return false
  return !(settings.fast && CLAUSES[clause].timed === true)
}
