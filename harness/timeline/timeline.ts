import { WaitTimeoutError } from '../util/errors.ts'
import { summarizeEntry } from './describe-entry.ts'
import type { Entry, EntryOf, Observation } from './entry.ts'
import { Exchanges } from './exchanges.ts'

interface Waiter {
  check(): void
  expire(): void
  /** Stops waiting without an outcome. */
  drop(): void
}

export interface WaitOptions<Result> {
  /** What is waited for, as the end of the sentence "waited for …". */
  readonly for: string
  /** Looked at after every entry; anything but `undefined` ends the wait. */
  readonly until: () => Result | undefined
  /** What was last seen, for the message on expiry. */
  readonly lastSeen?: () => string
  /** Milliseconds. */
  readonly limitMs?: number
}

/** How long a wait may last unless it says otherwise, in milliseconds. */
export const DEFAULT_LIMIT_MS = 5_000

/** A timer that fires this much late shows that the event loop was blocked; milliseconds. */
const STALL_MS = 1_000

/**
 * The one ordered record of a scenario: everything that crosses the three edges, the gateway's log lines and process
 * events. All waits are predicates over it, looked at whenever an entry is added.
 */
export class Timeline implements Disposable {
  readonly #began: number
  readonly #entries: Entry[] = []
  readonly #byKind = new Map<Entry['kind'], Entry[]>()
  readonly #waiters = new Set<Waiter>()
  readonly #followers = new Set<(entry: Entry) => void>()
  readonly exchanges = new Exchanges()
  readonly limitMs: number
  #isOver = false

  /** @param limitMs the bound of every wait that names none, in milliseconds */
  constructor(limitMs: number = DEFAULT_LIMIT_MS) {
    this.#began = performance.now()
    this.limitMs = limitMs
  }

  /** Milliseconds since it began. */
  get now(): number {
    return performance.now() - this.#began
  }

  get entries(): readonly Entry[] {
    return this.#entries
  }

  /** @param when a `performance.now()` reading, for what was seen before it could be recorded */
  record(observation: Observation, when: number = performance.now()): Entry {
    return this.restore({ ...observation, at: when - this.#began })
  }

  /** Adds what another timeline recorded, at its own time. */
  restore(entry: Entry): Entry {
    this.#entries.push(entry)
    const ofKind = this.#byKind.get(entry.kind)
    if (ofKind === undefined) this.#byKind.set(entry.kind, [entry])
    else ofKind.push(entry)
    this.exchanges.add(entry, this.#entries.length - 1)
    for (const notify of this.#followers) notify(entry)
    for (const waiter of [...this.#waiters]) waiter.check()
    return entry
  }

  /** Calls back for every entry as it is recorded, before the waits for it end. */
  follow(notify: (entry: Entry) => void): void {
    this.#followers.add(notify)
  }

  /** Something that crossed no edge and yet explains what follows. */
  note(text: string, by?: 'backend'): void {
    this.record({ kind: 'note', ...(by === undefined ? {} : { by }), text })
  }

  all<Kind extends Entry['kind']>(kind: Kind): readonly EntryOf<Kind>[] {
    return (this.#byKind.get(kind) ?? []) as EntryOf<Kind>[]
  }

  /**
   * Rejects with whatever `until` throws.
   * @throws WaitTimeoutError when the bound is reached first
   */
  async waitUntil<Result>(options: WaitOptions<Result>): Promise<Result> {
    const immediate = options.until()
    if (immediate !== undefined) return immediate
    const limitMs = options.limitMs ?? this.limitMs
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        clearTimeout(timer)
        this.#waiters.delete(waiter)
      }
      const waiter: Waiter = {
        check: () => {
          try {
            const result = options.until()
            if (result === undefined) return
            leave()
            resolve(result)
          } catch (error) {
            leave()
            reject(error)
          }
        },
        drop: leave,
        expire: () => {
          const last = this.#lastSeen()
          const hasSlept = this.#noteStall(performance.now() - due)
          // A wait that ended while the event loop was blocked gets its whole time again, once.
          if (hasSlept && !isSecond) {
            isSecond = true
            begin()
            return
          }
          leave()
          try {
            reject(new WaitTimeoutError(options.for, limitMs, options.lastSeen?.() ?? last, hasSlept))
          } catch (error) {
            reject(error)
          }
        },
      }
      let timer: NodeJS.Timeout
      let due: number
      let isSecond = false
      const begin = (): void => {
        due = performance.now() + limitMs
        timer = setTimeout(waiter.expire, limitMs)
      }
      if (this.#isOver) return
      begin()
      this.#waiters.add(waiter)
    })
  }

  /** @returns whether the event loop was blocked */
  #noteStall(ms: number): boolean {
    if (ms < STALL_MS) return false
    this.record({ kind: 'harness-stalled', ms })
    return true
  }

  /** Ends all waits without an outcome. */
  [Symbol.dispose](): void {
    this.#isOver = true
    for (const waiter of [...this.#waiters]) waiter.drop()
  }

  #lastSeen(): string {
    const last = this.#entries.findLast(entry => summarizeEntry(entry) !== undefined)
    return last === undefined ? '' : `${summarizeEntry(last)} (${last.at.toFixed(0)} ms after the start)`
  }
}
