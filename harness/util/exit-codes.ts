/** The gateway or the backend conforms; the scenario holds. */
export const CONFORMS = 0
/** A clause fails, or the list of known failures is out of date. */
export const FAILS = 1
/** Wrong usage or configuration. */
export const WRONG_USAGE = 2
/** Something could not be judged. */
export const NOT_TESTABLE = 3
