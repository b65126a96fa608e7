import { CALLBACK_PATH } from '../contract/paths.ts'
import type { Callback } from '../contract/payloads.ts'
import { parseJson } from '../util/parse-json.ts'
import type { BackendAnswer, BackendRequest } from '../wire/http-server.ts'
import type { CallbackFilter } from './scripted-response.ts'

/** Answers a callback, or returns `undefined` to leave it to earlier scripts and at last to the application. */
type Script = (callback: Callback) => Promise<BackendAnswer | undefined> | undefined

const ORIGIN = 'http://backend'

/** The scripts of one backend. A later script goes before an earlier one. */
export class CallbackScripts {
  readonly #scripts: Script[] = []
  #error: { readonly error: unknown } | undefined

  /** The first error that a script has thrown; the gateway only saw its connection cut. */
  get error(): { readonly error: unknown } | undefined {
    return this.#error
  }

  add(action: Callback['action'], filter: CallbackFilter, script: Script): void {
    let left = filter.times ?? Number.POSITIVE_INFINITY
    this.#scripts.unshift(callback => {
      if (callback.action !== action || left <= 0) return undefined
      if (filter.target !== undefined && callback.request?.url !== filter.target) return undefined
      left -= 1
      return script(callback)
    })
  }

  /** The answer of the first script that has one. */
  async answerTo(request: BackendRequest): Promise<BackendAnswer | undefined> {
    if (this.#scripts.length === 0 || !isCallback(request)) return undefined
    // The application refuses a body that is not JSON.
    const callback = (parseJson(request.body) ?? undefined) as Callback | undefined
    if (callback === undefined) return undefined
    for (const script of [...this.#scripts]) {
      try {
        const answer = await script(callback)
        if (answer !== undefined) return answer
      } catch (error) {
        this.#error ??= { error }
        return 'drop'
      }
    }
    return undefined
  }
}

function isCallback({ method, target }: BackendRequest): boolean {
  return method === 'POST' && new URL(target, ORIGIN).pathname === CALLBACK_PATH
}
