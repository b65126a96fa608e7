/** Something that can go wrong at somebody's door. */
export interface Finding {
  /** The words of the headline: subject, verb, one fact. */
  readonly title: string
  /** The first thing to check: an imperative to whoever is at fault, or to whoever can decide. */
  readonly advice: string
}

/** What can go wrong at one party's door, by id. */
export type Findings = Readonly<Record<string, Finding>>
