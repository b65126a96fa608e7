/** The result of a health check. */
export interface Health {
  /** Whether any answer came, with any status. */
  readonly answers: boolean
  /** The same in words, e.g. "answers 200" or "refuses connections". */
  readonly said: string
}
