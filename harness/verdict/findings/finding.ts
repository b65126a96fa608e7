/** How an event came to the gateway, where the place to look depends on it. */
export type Origin = 'connect answer' | 'send' | 'send during connect'

/** The first thing to check: one imperative sentence, or one for each way in which an event comes to the gateway. */
export type Advice = string | Readonly<Record<Origin, string>>

/** Something that can go wrong at somebody's door. */
export interface Finding {
  /** The words of the headline. */
  readonly title: string
  readonly advice: Advice
}

/** What can go wrong at one party's door, by id. */
export type Findings = Readonly<Record<string, Finding>>
