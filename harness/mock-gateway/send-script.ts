import type { SendCommand } from '../contract/payloads.ts'
import type { BackendAnswer } from '../wire/http-server.ts'
import type { ReceivedSend } from './received-send.ts'

export const JSON_TYPE = { 'content-type': 'application/json' } as const

/** A scripted answer to a send. Defaults are those of a conforming gateway. */
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

/** Answers a send, or returns `undefined` to leave it to earlier scripts. */
type Script = (received: ReceivedSend) => Promise<BackendAnswer | undefined> | undefined

/** The scripts of one gateway. A later script goes before an earlier one. */
export class SendScripts {
  readonly #scripts: Script[] = []

  add(scope: SendScope, script: Script): void {
    let left = scope.times ?? Number.POSITIVE_INFINITY
    this.#scripts.unshift(received => {
      if (left <= 0 || !matches(scope, received.command)) return undefined
      left -= 1
      return script(received)
    })
  }

  /** The answer of the first script that has one. */
  async answerTo(received: ReceivedSend): Promise<BackendAnswer | undefined> {
    for (const script of [...this.#scripts]) {
      const answer = await script(received)
      if (answer !== undefined) return answer
    }
    return undefined
  }
}

/** `times` is not looked at. */
function matches({ token, closing }: SendScope, command: Partial<SendCommand>): boolean {
  if (token !== undefined && command.token !== token) return false
  return closing === undefined || closing === (command.close === true)
}

export function sendResponse({ status = 200, body = { status: 'ok' } }: SendAnswerScript): BackendAnswer {
  const isText = typeof body === 'string'
  return { status, headers: isText ? {} : JSON_TYPE, body: isText ? body : JSON.stringify(body) }
}
