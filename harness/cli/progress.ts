import type { ScenarioOutcome } from '../report/index.ts'

/** One line that tells how far the run is, on a terminal only. */
export class Progress {
  readonly #stream: NodeJS.WriteStream
  #done = 0
  #failed = 0

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream
  }

  advance(outcome: ScenarioOutcome): void {
    if (outcome.state === 'left-out') return
    this.#done += 1
    if (outcome.state !== 'passed') this.#failed += 1
    if (!this.#stream.isTTY) return
    const failed = this.#failed === 0 ? '' : `, ${this.#failed} not passed`
    const line = `${this.#done} scenarios${failed}  ${outcome.name}`
    this.#stream.write(`\r\x1b[2K${line.slice(0, (this.#stream.columns ?? 80) - 1)}`)
  }

  clear(): void {
    if (this.#stream.isTTY) this.#stream.write('\r\x1b[2K')
  }
}
