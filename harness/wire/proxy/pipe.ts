import type { Socket } from 'node:net'
import { setTimeout as elapsed, setImmediate as nextTurn } from 'node:timers/promises'
import type { Direction, DisturbanceInForce } from './network-fault.ts'

/** What a passage asks of the tap it belongs to. */
export interface Surroundings {
  readonly connection: number
  readonly direction: Direction
  /** The disturbances in force that are about this connection and direction. */
  disturbances(): readonly DisturbanceInForce[]
  /** Called before bytes go on. */
  onBytes(bytes: Buffer): void
  /** Called when no more bytes will come, before that goes on. */
  onEnd(): void
  /** The connection is to end on both sides. */
  onBreak(how: 'cut' | 'reset'): void
}

/** One direction of one connection: bytes go on as they come, chunk by chunk, unless they are disturbed. */
export class Pipe {
  readonly #from: Socket
  readonly #to: Socket
  readonly #around: Surroundings
  #queue: Promise<void> | undefined
  #isBroken = false

  constructor(from: Socket, to: Socket, around: Surroundings) {
    this.#from = from
    this.#to = to
    this.#around = around
    from.on('data', bytes => this.#take(bytes))
    from.on('end', () =>
      this.#after(() => {
        if (this.#isBroken) return
        around.onEnd()
        to.end()
      }),
    )
  }

  /** From now on nothing goes on. */
  break(): void {
    this.#isBroken = true
  }

  #take(bytes: Buffer): void {
    if (this.#queue === undefined && this.#around.disturbances().length === 0) {
      this.#pass(bytes)
      return
    }
    this.#after(() => this.#passDisturbed(bytes))
  }

  /** Does something once all that came before has gone on. */
  #after(act: () => Promise<void> | void): void {
    if (this.#queue === undefined) {
      const done = act()
      if (done === undefined) return
      this.#enqueue(done)
    } else {
      this.#enqueue(this.#queue.then(act))
    }
  }

  #enqueue(doing: Promise<void>): void {
    const queue = doing.finally(() => {
      if (this.#queue === queue) this.#queue = undefined
    })
    this.#queue = queue
  }

  #pass(bytes: Buffer): void {
    if (this.#isBroken || bytes.length === 0) return
    this.#around.onBytes(bytes)
    if (this.#to.destroyed || this.#to.writableEnded) return
    if (!this.#to.write(bytes)) {
      this.#from.pause()
      this.#to.once('drain', () => this.#from.resume())
    }
  }

  async #passDisturbed(bytes: Buffer): Promise<void> {
    const { connection } = this.#around
    for (const inForce of this.#around.disturbances()) {
      const { delayMs = 0, singleBytes, ending } = inForce.disturbance
      if (delayMs > 0) await Promise.race([elapsed(delayMs, undefined, { ref: false }), inForce.over])
      const allowed = inForce.isOver ? bytes.length : inForce.allowance(connection, bytes.length)
      inForce.count(connection, allowed)
      if (singleBytes === true) await this.#passSingly(bytes.subarray(0, allowed))
      else this.#pass(bytes.subarray(0, allowed))
      const rest = bytes.subarray(allowed)
      if (rest.length === 0) return
      if (ending === 'hold') {
        await inForce.over
        this.#pass(rest)
      } else if (ending !== undefined) {
        this.#around.onBreak(ending)
      }
      return
    }
    this.#pass(bytes)
  }

  async #passSingly(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length; at += 1) {
      this.#pass(bytes.subarray(at, at + 1))
      await nextTurn()
    }
  }
}
