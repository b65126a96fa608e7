/** Which way bytes go: on towards whoever was dialled, or back to whoever came. */
export type Direction = 'onward' | 'back'

/**
 * What a tap does to the bytes of one direction, from the moment it is told to. Bytes are counted from that moment
 * too, for each connection by itself.
 */
export interface Disturbance {
  readonly direction: Direction
  /** Milliseconds before each chunk goes on; their order is kept. */
  readonly delayMs?: number
  /** Every byte goes on by itself. */
  readonly singleBytes?: true
  /** After this many bytes `ending` happens; at once when left out. */
  readonly after?: number
  /**
   * - `cut`: both sides see the connection end in good order
   * - `reset`: both sides see it reset
   * - `hold`: nothing more goes on until the disturbance is over
   */
  readonly ending?: 'cut' | 'reset' | 'hold'
  /** Only so many connections are disturbed, the first that have bytes to pass. */
  readonly connections?: number
}

/** A disturbance in force. Leaving its scope, or `end`, lets everything through again. */
export class DisturbanceInForce implements Disposable {
  readonly disturbance: Disturbance
  readonly #passed = new Map<number, number>()
  readonly #over = Promise.withResolvers<void>()
  readonly #onBite: () => void
  #isOver = false

  /** @param onBite called when it first does something to a connection */
  constructor(disturbance: Disturbance, onBite: () => void) {
    this.disturbance = disturbance
    this.#onBite = onBite
  }

  get isOver(): boolean {
    return this.#isOver
  }

  /** Resolves when it is over. */
  get over(): Promise<void> {
    return this.#over.promise
  }

  /** Whether this connection's bytes are disturbed. */
  isAbout(connection: number, direction: Direction): boolean {
    if (this.#isOver || direction !== this.disturbance.direction) return false
    if (this.#passed.has(connection)) return true
    if (this.#passed.size >= (this.disturbance.connections ?? Number.POSITIVE_INFINITY)) return false
    this.#passed.set(connection, 0)
    this.#onBite()
    return true
  }

  /** How many of `length` further bytes may pass before `ending` happens. */
  allowance(connection: number, length: number): number {
    if (this.disturbance.ending === undefined) return length
    return Math.max(0, Math.min(length, (this.disturbance.after ?? 0) - (this.#passed.get(connection) ?? 0)))
  }

  count(connection: number, length: number): void {
    this.#passed.set(connection, (this.#passed.get(connection) ?? 0) + length)
  }

  end(): void {
    this.#isOver = true
    this.#over.resolve()
  }

  [Symbol.dispose](): void {
    this.end()
  }
}
