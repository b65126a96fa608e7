/** What came of asking a program whether it lives. */
export interface Health {
  /** Whether any answer came, whatever its status. */
  readonly answers: boolean
  /** The same in words, e.g. "answers 200" or "refuses connections". */
  readonly said: string
}
