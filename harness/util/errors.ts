/** The caller asked for something that cannot be: wrong flag, file or target. Ends the gate with exit code 2. */
export class ConfigurationError extends Error {
  override readonly name: string = 'ConfigurationError'
}

/** The gateway or a prerequisite is not there to be judged. Ends the gate with exit code 3. */
export class NotTestableError extends Error {
  override readonly name: string = 'NotTestableError'
}

/** A bounded wait came to its end. Says what was waited for, how long (milliseconds), and what was last seen. */
export class WaitTimeoutError extends Error {
  override readonly name = 'WaitTimeoutError'
  readonly waitedFor: string
  readonly limitMs: number
  readonly lastSeen: string
  /** This program itself did not run when the wait was over, so that what came by then may be unseen. */
  readonly eventLoopStalled: boolean

  /** @param lastSeen left out of the message where it is empty */
  constructor(waitedFor: string, limitMs: number, lastSeen: string, eventLoopStalled = false) {
    super(`Waited ${limitMs / 1000} s for ${waitedFor}.${lastSeen === '' ? '' : ` Last seen: ${lastSeen}.`}`)
    this.waitedFor = waitedFor
    this.limitMs = limitMs
    this.lastSeen = lastSeen
    this.eventLoopStalled = eventLoopStalled
  }
}
