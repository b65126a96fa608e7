import { setTimeout as elapsed } from 'node:timers/promises'
import { type PayloadName, problemIn } from '../contract/index.ts'
import type { OrdinaryAnswer } from '../wire/http-server.ts'

/** A scripted answer to a callback. What is left out is as an ordinary backend would have it. */
export interface ScriptedResponse {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** Text is sent as it stands, anything else as JSON. */
  readonly body?: unknown
  /** Milliseconds before the answer. */
  readonly delayMs?: number
  /** How a body goes on that is not finished. */
  readonly unfinished?: OrdinaryAnswer['unfinished']
}

/** Which callbacks a script is for; all of the action when empty. */
export interface CallbackFilter {
  /** Only callbacks for this request target. */
  readonly target?: string
  /** Only so many callbacks, the first ones. */
  readonly times?: number
}

/** What a scripted answer comes to on the wire, after the time it takes. */
export async function asAnswer({
  status = 200,
  headers = {},
  body = '',
  delayMs = 0,
  unfinished,
}: ScriptedResponse): Promise<OrdinaryAnswer> {
  if (delayMs > 0) await elapsed(delayMs)
  const isText = typeof body === 'string'
  return {
    status,
    headers: { ...(isText ? {} : { 'content-type': 'application/json' }), ...headers },
    body: isText ? body : JSON.stringify(body),
    ...(unfinished === undefined ? {} : { unfinished }),
    scripted: true,
  }
}

/** What the harness sends by itself is in the contract's form; only raw sends and scripted answers may be wrong. */
export function keepToContract(name: PayloadName, payload: unknown): void {
  const problem = problemIn(name, payload)
  if (problem !== undefined) throw new TypeError(`The harness itself breaks the contract: ${problem}.`)
}
