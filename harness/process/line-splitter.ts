const NEWLINE = 0x0a
const CARRIAGE_RETURN = 0x0d
const CONTINUATION_MASK = 0xc0
const CONTINUATION = 0x80

/** Bytes of one line that are kept; what is beyond is counted and dropped. */
export const LINE_LIMIT_BYTES = 8 * 1024

/**
 * Cuts a stream of bytes into lines of text.
 *
 * Works on bytes, so that a character split between two chunks stays whole and no line keeps the chunk
 * it came from alive. Memory is bounded by one line of {@link LINE_LIMIT_BYTES}, whatever arrives.
 */
export class LineSplitter {
  readonly #onLine: (text: string) => void
  readonly #pending = Buffer.allocUnsafe(LINE_LIMIT_BYTES)
  #pendingBytes = 0
  #cutBytes = 0

  constructor(onLine: (text: string) => void) {
    this.#onLine = onLine
  }

  write(chunk: Buffer): void {
    let start = 0
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      if (this.#isEmpty && end - start <= LINE_LIMIT_BYTES) this.#emit(chunk, start, end, 0)
      else {
        this.#keep(chunk, start, end)
        this.end()
      }
      start = end + 1
    }
    if (start < chunk.length) this.#keep(chunk, start, chunk.length)
  }

  /** Emits what came after the last newline, if anything did. */
  end(): void {
    if (this.#isEmpty) return
    this.#emit(this.#pending, 0, this.#pendingBytes, this.#cutBytes)
    this.#pendingBytes = 0
    this.#cutBytes = 0
  }

  get #isEmpty(): boolean {
    return this.#pendingBytes === 0
  }

  #keep(chunk: Buffer, start: number, end: number): void {
    const kept = Math.min(end - start, LINE_LIMIT_BYTES - this.#pendingBytes)
    chunk.copy(this.#pending, this.#pendingBytes, start, start + kept)
    this.#pendingBytes += kept
    this.#cutBytes += end - start - kept
  }

  #emit(bytes: Buffer, start: number, end: number, cutBytes: number): void {
    if (cutBytes === 0) {
      const last = end > start && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end
      this.#onLine(bytes.toString('utf8', start, last))
      return
    }
    const whole = characterBorder(bytes, start, end)
    this.#onLine(`${bytes.toString('utf8', start, whole)} … [${end - whole + cutBytes} bytes cut]`)
  }
}

/** The end of the last character that may be complete: a cut must not invent a broken one. */
function characterBorder(bytes: Buffer, start: number, end: number): number {
  let border = end
  while (border > start && end - border < 3 && isContinuation(bytes[border - 1])) border -= 1
  const lead = bytes[border - 1]
  if (border === start || lead === undefined) return end
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1
  return border - 1 + length > end ? border - 1 : end
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & CONTINUATION_MASK) === CONTINUATION
}
