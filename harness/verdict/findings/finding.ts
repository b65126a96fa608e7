/** How an event came to the gateway, where the place to look depends on it. */
export type Origin = 'connect answer' | 'send' | 'send during connect'

/** The first thing to check: one imperative sentence, or one for each way in which an event comes to the gateway. */
export type Check = string | Readonly<Record<Origin, string>>

/** What can go wrong at somebody's door, in the words of the headline, and what is to be checked first then. */
export type Findings = Readonly<Record<string, Check>>
