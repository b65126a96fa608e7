import { randomUUID } from 'node:crypto'
import { CALLBACK_PATH } from '../../contract/paths.ts'
import { versionStream } from '../../contract/stream-paths.ts'
import type { Outcome } from '../../scenario/outcome.ts'
import { withoutStreams } from '../first-stream.ts'
import { type Reply, Site } from '../site.ts'
import { Trace } from '../trace.ts'
import type { Visit } from '../visit.ts'

const REFUSED: readonly (number | undefined)[] = [401, 403]

/** The callback endpoint refuses callbacks without the secret, and lets the gateway in. */
export async function checkCallbackSecret(visit: Visit): Promise<Outcome | undefined> {
  const { callback, callbackSecret, limitMs } = visit.settings
  const refused = await withoutStreams(visit, 'deployment/callback-secret-set')
  if (refused?.verdict !== undefined) return refused
  const trace = new Trace()
  const endpoint = callback === undefined ? visit.site : new Site(callback, 'backend', limitMs)
  const path = callback === undefined ? CALLBACK_PATH : ''
  // A disconnect of a token that never was changes nothing.
  const disconnect = {
    action: 'disconnect',
    reason: 'client_closed',
    token: randomUUID(),
    request: { url: versionStream(visit.id), headers: {} },
  }
  const post = (query: string): Promise<Reply> =>
    endpoint.ask(trace, {
      method: 'POST',
      target: `${path}${query}`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(disconnect),
    })
  for (const [query, which] of [
    ['', 'without a secret'],
    [`?secret=${randomUUID()}`, 'with a secret that we made up'],
  ] as const) {
    const reply = await post(query)
    const { status } = reply
    if (REFUSED.includes(status)) continue
    const isLetIn = (status !== undefined && status < 300) || status === 400
    if (!isLetIn) return { notTestable: whyUnseen(reply, callback !== undefined) }
    return trace.fails({
      party: 'deployment',
      what: 'callback-secret-unset',
      expected: '401',
      summary: `A disconnect callback ${which}, for a token that never was, was answered ${status}: anybody who reaches this endpoint can make the backend believe that streams open and end.`,
    })
  }
  if (callbackSecret === undefined) return undefined
  const { status, failure } = await post(`?secret=${encodeURIComponent(callbackSecret)}`)
  if (status === undefined) return { notTestable: `the callback endpoint did not answer: ${failure}` }
  if (!REFUSED.includes(status)) return undefined
  return trace.fails({
    party: 'deployment',
    what: 'callback-secret-differs',
    expected: '200',
    summary: `A disconnect callback with the secret of --callback-secret was answered ${status}, as one with a secret that we made up.`,
  })
}

function whyUnseen({ status, failure }: Reply, isNamed: boolean): string {
  if (failure !== undefined) return `the callback endpoint did not answer: ${failure}`
  if (isNamed) {
    return `POST to --callback-url was answered ${status}, which no callback endpoint answers; give the address in the CALLBACK_URL of the gateway`
  }
  return `POST ${CALLBACK_PATH} was answered ${status}: callbacks are not let in from outside, which is right, and so it cannot be seen from here whether the backend asks for the secret; give --callback-url and the address of the callback endpoint from inside`
}
