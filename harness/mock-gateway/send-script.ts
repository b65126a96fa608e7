import type { SendCommand } from '../contract/payloads.ts'

/** A scripted answer to a send. What is left out is as an ordinary gateway would have it. */
export interface SendAnswerScript {
  readonly status?: number
  /** Text is sent as it stands, anything else as JSON. */
  readonly body?: unknown
}

/** Which sends a script is for; all of them when empty. */
export interface SendScope {
  readonly token?: string
  /** Those that close, with or without an event. */
  readonly closing?: boolean
  /** Only so many sends, the first ones. */
  readonly times?: number
}

/** Whether a script with this scope is for a send. `times` is not looked at. */
export function isMeant({ token, closing }: SendScope, command: Partial<SendCommand>): boolean {
  if (token !== undefined && command.token !== token) return false
  return closing === undefined || closing === (command.close === true)
}
