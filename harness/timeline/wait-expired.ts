/** A bounded wait came to its end. Says what was waited for, how long, and what was last seen. */
export class WaitExpired extends Error {
  override readonly name = 'WaitExpired'
  readonly waitedFor: string
  readonly limitMs: number
  readonly lastSeen: string

  constructor(waitedFor: string, limitMs: number, lastSeen: string) {
    super(`Waited ${limitMs / 1000} s for ${waitedFor}. Last seen: ${lastSeen}.`)
    this.waitedFor = waitedFor
    this.limitMs = limitMs
    this.lastSeen = lastSeen
  }
}
