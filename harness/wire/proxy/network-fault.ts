/** Downstream is the side that connects to the proxy, upstream the side that the proxy connects to. */
export type Direction = 'to-upstream' | 'to-downstream'

/**
 * What a proxy does to the bytes of one direction while the fault is active. Bytes are counted from its start, for
 * each connection by itself.
 */
export interface ConnectionFault {
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
   * - `hold`: nothing more is forwarded until the fault is over
   */
  readonly ending?: 'cut' | 'reset' | 'hold'
  /** Only so many connections are affected, the first that have bytes to forward. */
  readonly connections?: number
}

/** An active fault. After `end`, or after its scope, everything is forwarded again. */
export class ActiveFault implements Disposable {
  readonly fault: ConnectionFault
  readonly #forwarded = new Map<number, number>()
  readonly #over = Promise.withResolvers<void>()
  readonly #onFirstEffect: () => void
  #isOver = false

  /** @param onFirstEffect called when it first does something to a connection */
  constructor(fault: ConnectionFault, onFirstEffect: () => void) {
    this.fault = fault
    this.#onFirstEffect = onFirstEffect
  }

  get isOver(): boolean {
    return this.#isOver
  }

  /** Resolves when it is over. */
  get over(): Promise<void> {
    return this.#over.promise
  }

  /** Whether it affects the bytes of this connection. */
  affects(connection: number, direction: Direction): boolean {
    if (this.#isOver || direction !== this.fault.direction) return false
    if (this.#forwarded.has(connection)) return true
    if (this.#forwarded.size >= (this.fault.connections ?? Number.POSITIVE_INFINITY)) return false
    this.#forwarded.set(connection, 0)
    this.#onFirstEffect()
    return true
  }

  /** How many of `length` further bytes are forwarded before `ending` happens. */
  allowance(connection: number, length: number): number {
    if (this.fault.ending === undefined) return length
    return Math.max(0, Math.min(length, (this.fault.after ?? 0) - (this.#forwarded.get(connection) ?? 0)))
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
