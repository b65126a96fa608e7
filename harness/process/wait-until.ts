import { setTimeout as delay } from 'node:timers/promises'
import { inspect } from 'node:util'
import { WaitTimeoutError } from '../util/errors.ts'

/** What a probe answers while the condition does not hold yet. */
export type NotYet = undefined | null | false

export interface WaitUntilOptions {
  /** Milliseconds after which the wait fails; 10,000 by default. */
  readonly limitMs?: number
  /** Milliseconds between two probes; 5 by default. */
  readonly intervalMs?: number
  /** Evidence for the message when the wait expires; without it, the probe's last answer. */
  readonly lastSeen?: () => unknown
}

/**
 * Probes until the answer is something else than `undefined`, `null` or `false`, and returns that answer.
 *
 * @param description completes the sentence "Waited 10 s for …"
 * @throws WaitTimeoutError when the limit is over; whatever the probe throws, at once
 */
export async function waitUntil<Answer>(
  description: string,
  probe: () => Answer | Promise<Answer>,
  { limitMs = 10_000, intervalMs = 5, lastSeen }: WaitUntilOptions = {},
): Promise<Exclude<Answer, NotYet>> {
  const over = new AbortController()
  let lastAnswer: Answer | undefined
  const expired = delay(limitMs, undefined, { signal: over.signal }).then(() => {
    const seen = inspect(lastSeen === undefined ? lastAnswer : lastSeen(), { depth: 3, breakLength: 100 })
    throw new WaitTimeoutError(description, limitMs, seen)
  })
  const ended = expired.catch(error => error)
  let stopped = false
  const answered = async (): Promise<Exclude<Answer, NotYet>> => {
    for (;;) {
      lastAnswer = await probe()
      if (isAnswer(lastAnswer)) return lastAnswer
      if (stopped) return expired
      await delay(intervalMs)
    }
  }
  try {
    return await Promise.race([answered(), expired])
  } finally {
    stopped = true
    over.abort()
    await ended
  }
}

function isAnswer<Answer>(answer: Answer): answer is Exclude<Answer, NotYet> {
  return answer !== undefined && answer !== null && answer !== false
}
