import { inNumber, type ScenarioOutcome } from '../../report/index.ts'

/** How far a run is: on a terminal one line that changes, in a pipe a line for each scenario file that ends. */
export class Progress {
  readonly #terminal: NodeJS.WriteStream
  readonly #log: (line: string) => void
  readonly #began = performance.now()
  #files = 0
  #filesDone = 0
  #done = 0
  #failed = 0
  #hasLogged = false
  /** Of the files that have not ended. */
  readonly #ofFile = new Map<string, { done: number; failed: number }>()

  /** @param log for lines where `terminal` is none */
  constructor(terminal: NodeJS.WriteStream, log: (line: string) => void) {
    this.#terminal = terminal
    this.#log = log
  }

  /** So many more scenario files are going to be played. */
  announce(files: number): void {
    this.#files += files
  }

  advance({ file, name, state }: ScenarioOutcome): void {
    if (state === 'left-out') return
    const isFailed = state !== 'passed' ? 1 : 0
    const { done, failed } = this.#ofFile.get(file) ?? { done: 0, failed: 0 }
    this.#ofFile.set(file, { done: done + 1, failed: failed + isFailed })
    this.#done += 1
    this.#failed += isFailed
    if (!this.#terminal.isTTY) return
    const line = `${tally(this.#done, this.#failed)}, ${this.#filesDone} of ${inNumber(this.#files, 'file')}  ${name}`
    this.#terminal.write(`\r\x1b[2K${line.slice(0, (this.#terminal.columns || 80) - 1)}`)
  }

  /** A scenario file has ended. @param file as outcomes name it */
  fileEnded(file: string): void {
    this.#filesDone += 1
    const ended = this.#ofFile.get(file)
    this.#ofFile.delete(file)
    if (ended === undefined || this.#terminal.isTTY) return
    this.#hasLogged = true
    const seconds = ((performance.now() - this.#began) / 1_000).toFixed(1)
    const name = file.replace(/^scenarios\/|\.test\.ts$/g, '')
    this.#log(
      `${seconds.padStart(6)} s  ${this.#filesDone} of ${this.#files} files done; ${name}: ${tally(ended.done, ended.failed)}`,
    )
  }

  /** Makes room for what is told next. */
  clear(): void {
    if (this.#terminal.isTTY) this.#terminal.write('\r\x1b[2K')
    else if (this.#hasLogged) this.#log('')
    this.#hasLogged = false
  }
}

function tally(done: number, failed: number): string {
  return `${inNumber(done, 'scenario')}${failed === 0 ? '' : `, ${failed} not passed`}`
}
