import type { Direction } from './network-fault.ts'
import type { ConnectionObserver, Side } from './proxy.ts'

/** Describes a connection in a sentence: the bytes in each direction, and who ended it. Does not parse anything. */
export class ByteCounter implements ConnectionObserver {
  readonly #bytes: Record<Direction, number> = { 'to-upstream': 0, 'to-downstream': 0 }
  readonly #names: Readonly<Record<Side, string>>
  readonly #onDescription: (sentence: string) => void

  /** @param names of the two sides, e.g. `the client` */
  constructor(
    { downstream, upstream }: { readonly downstream: string; readonly upstream: string },
    onDescription: (sentence: string) => void,
  ) {
    this.#names = { downstream, upstream, proxy: 'the network' }
    this.#onDescription = onDescription
  }

  onBytes(direction: Direction, bytes: Buffer): void {
    this.#bytes[direction] += bytes.length
  }

  onEnd(by: Side, how: string): void {
    const { downstream, upstream } = this.#names
    const end = how === 'ended' ? 'closed its side' : `closed its side (${how})`
    this.#onDescription(
      `${this.#bytes['to-upstream']} bytes passed to ${upstream} and ${this.#bytes['to-downstream']} to ${downstream}; ${this.#names[by]} ${end}`,
    )
  }
}
