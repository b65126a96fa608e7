/** Downstream is the side that connects to the proxy, upstream the side that the proxy connects to. */
export type Direction = 'to-upstream' | 'to-downstream'

/**
 * What a proxy does to the bytes of one direction while the disturbance is in force. Bytes are counted from its start, for
 * each connection by itself.
 */
export interface Disturbance {
  readonly direction: Direction
  /** Milliseconds before each chunk is forwarded; their order is kept. */
  readonly delayMs?: number
  /** Every byte is forwarded by itself. */
  readonly singleBytes?: true
  /** After this many bytes `ending` happens; at once when left out. */
  readonly after?: number
  /**
   * - `cut`: both sides see the connection end cleanly
   * - `reset`: both sides see it reset
   * - `hold`: nothing more is forwarded until the disturbance is over
   */
  readonly ending?: 'cut' | 'reset' | 'hold'
  /** Only so many connections are disturbed, the first that have bytes to forward. */
  readonly connections?: number
}

/** A disturbance in force. After `end`, or after its scope, everything is forwarded again. */
export class DisturbanceInForce implements Disposable {
  readonly disturbance: Disturbance
  readonly #forwarded = new Map<number, number>()
  readonly #over = Promise.withResolvers<void>()
  readonly #onFirstEffect: () => void
  #isOver = false

  /** @param onFirstEffect called when it first does something to a connection */
  constructor(disturbance: Disturbance, onFirstEffect: () => void) {
    this.disturbance = disturbance
    this.#onFirstEffect = onFirstEffect
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
    if (this.#forwarded.has(connection)) return true
    if (this.#forwarded.size >= (this.disturbance.connections ?? Number.POSITIVE_INFINITY)) return false
    this.#forwarded.set(connection, 0)
    this.#onFirstEffect()
    return true
  }

  /** How many of `length` further bytes are forwarded before `ending` happens. */
  allowance(connection: number, length: number): number {
    if (this.disturbance.ending === undefined) return length
    return Math.max(
      0,
      Math.min(length, (this.disturbance.after ?? 0) - (this.#forwarded.get(connection) ?? 0)),
    )
  }

  count(connection: number, length: number): void {
    this.#forwarded.set(connection, (this.#forwarded.get(connection) ?? 0) + length)
  }

  end(): void {
    this.#isOver = true
    this.#over.resolve()
  }

  [Symbol.dispose](): void {
    this.end()
  }
}
