/** A fault of a party. */
export interface Finding {
  /** The words of the headline: subject, verb, one fact. */
  readonly title: string
  /** The first thing to check: an imperative. */
  readonly advice: string
}

/** A fault in the code of a gateway or a backend. */
export interface CodeFinding extends Pick<Finding, 'title'> {
  /** Where to look first, after `In the gateway, look`: `at …` or `for …`. */
  readonly look: string
}

/** The faults of one party, by id. */
export type Findings = Readonly<Record<string, Finding>>
export type CodeFindings = Readonly<Record<string, CodeFinding>>
