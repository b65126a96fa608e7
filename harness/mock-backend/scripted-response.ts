import { setTimeout as elapsed } from 'node:timers/promises'
import { type PayloadName, problemIn } from '../contract/index.ts'
import type { OrdinaryAnswer } from '../wire/http-server.ts'

/** Accepts any callback, and sends no event. */
export const EMPTY_RESPONSE: OrdinaryAnswer = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: '{}',
}

/** A scripted answer to a callback. Defaults are those of a conforming backend. */
export interface ScriptedResponse {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** Text is sent as it stands, anything else as JSON. */
  readonly body?: unknown
  /** Milliseconds before the answer. */
  readonly delayMs?: number
  /** What comes after a body that is not finished. */
  readonly unfinished?: OrdinaryAnswer['unfinished']
}

/** Which callbacks a script is for; all of the action when empty. */
export interface CallbackFilter {
  /** Only callbacks for this request target. */
  readonly target?: string
  /** Only so many callbacks, the first ones. */
  readonly times?: number
}

/** The response of a script, after its delay. */
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

/** Checks what the harness sends by itself; only raw sends and scripted answers may break the contract. */
export function keepToContract(name: PayloadName, payload: unknown): void {
  const problem = problemIn(name, payload)
  if (problem !== undefined) throw new TypeError(`The harness itself breaks the contract: ${problem}.`)
}
