import type { Direction } from './network-fault.ts'
import type { ConnectionObserver, Side } from './proxy.ts'

/** Says of a connection, in a sentence, what passed each way and who ended it. Understands nothing of it. */
export class ByteCounter implements ConnectionObserver {
  readonly #passed: Record<Direction, number> = { onward: 0, back: 0 }
  readonly #names: { readonly caller: string; readonly called: string }
  readonly #onTold: (sentence: string) => void

  /** @param names of the two sides, e.g. `the client` */
  constructor(
    names: { readonly caller: string; readonly called: string },
    onTold: (sentence: string) => void,
  ) {
    this.#names = names
    this.#onTold = onTold
  }

  onBytes(direction: Direction, bytes: Buffer): void {
    this.#passed[direction] += bytes.length
  }

  onEnd(by: Side, how: string): void {
    const { onward, back } = this.#passed
    const who = by === 'tap' ? 'the network' : this.#names[by]
    this.#onTold(
      `${onward} bytes passed to ${this.#names.called} and ${back} to ${this.#names.caller}; ${who} ${how === 'ended' ? 'closed its side' : `closed its side (${how})`}`,
    )
  }
}
