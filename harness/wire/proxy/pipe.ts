import type { Socket } from 'node:net'
import { setTimeout as elapsed, setImmediate as nextTurn } from 'node:timers/promises'
import type { ActiveFault, Direction } from './network-fault.ts'

/** What a pipe asks of its proxy. */
export interface PipeContext {
  readonly connection: number
  readonly direction: Direction
  /** The active faults that affect this connection and direction. */
  faults(): readonly ActiveFault[]
  /** Called before bytes are forwarded. */
  onBytes(bytes: Buffer): void
  /** Called at the end of the bytes, before the end is forwarded. */
  onEnd(): void
  /** The connection is to end on both sides. */
  onBreak(how: 'cut' | 'reset'): void
}

/** One direction of one connection: forwards bytes as they arrive, chunk by chunk, unless a fault affects them. */
export class Pipe {
  readonly #from: Socket
  readonly #to: Socket
  readonly #context: PipeContext
  #queue: Promise<void> | undefined
  #isBroken = false

  constructor(from: Socket, to: Socket, context: PipeContext) {
    this.#from = from
    this.#to = to
    this.#context = context
    from.on('data', bytes => this.#take(bytes))
    from.on('end', () =>
      this.#after(() => {
        if (this.#isBroken) return
        context.onEnd()
        to.end()
      }),
    )
  }

  /** From now on nothing is forwarded. */
  break(): void {
    this.#isBroken = true
  }

  #take(bytes: Buffer): void {
    if (this.#queue === undefined && this.#context.faults().length === 0) {
      this.#forward(bytes)
      return
    }
    this.#after(() => this.#forwardWithFaults(bytes))
  }

  /** Runs `act` after everything earlier was forwarded. */
  #after(act: () => Promise<void> | void): void {
    if (this.#queue === undefined) {
      const done = act()
      if (done === undefined) return
      this.#enqueue(done)
    } else {
      this.#enqueue(this.#queue.then(act))
    }
  }

  #enqueue(work: Promise<void>): void {
    const queue = work.finally(() => {
      if (this.#queue === queue) this.#queue = undefined
    })
    this.#queue = queue
  }

  #forward(bytes: Buffer): void {
    if (this.#isBroken || bytes.length === 0) return
    this.#context.onBytes(bytes)
    if (this.#to.destroyed || this.#to.writableEnded) return
    if (!this.#to.write(bytes)) {
      this.#from.pause()
      this.#to.once('drain', () => this.#from.resume())
    }
  }

  async #forwardWithFaults(bytes: Buffer): Promise<void> {
    const { connection } = this.#context
    for (const active of this.#context.faults()) {
      const { delayMs = 0, singleBytes, ending } = active.fault
      if (delayMs > 0) await Promise.race([elapsed(delayMs, undefined, { ref: false }), active.over])
      const allowed = active.isOver ? bytes.length : active.allowance(connection, bytes.length)
      active.count(connection, allowed)
      if (singleBytes === true) await this.#forwardSingly(bytes.subarray(0, allowed))
      else this.#forward(bytes.subarray(0, allowed))
      const rest = bytes.subarray(allowed)
      if (rest.length === 0) return
      if (ending === 'hold') {
        await active.over
        this.#forward(rest)
      } else if (ending !== undefined) {
        this.#context.onBreak(ending)
      }
      return
    }
    this.#forward(bytes)
  }

  async #forwardSingly(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length; at += 1) {
      this.#forward(bytes.subarray(at, at + 1))
      await nextTurn()
    }
  }
}
