/** How reports call a gateway or a backend of one kind. What is left out is as with any other. */
export interface TargetWording {
  /** Instead of the name that the caller gave. */
  readonly name?: string
  /** A name that is the same on every machine. */
  readonly steadyName?: string
  /** How to name one's own instead. */
  readonly hint?: string
  /** A fact that belongs to the kind. */
  readonly fact?: string
}
