import { randomUUID } from 'node:crypto'
import { SEND_PATH } from '../../contract/paths.ts'
import type { Outcome } from '../../scenario/outcome.ts'
import { withoutStreams } from '../first-stream.ts'
import type { Reply } from '../site.ts'
import { Trace } from '../trace.ts'
import type { Visit } from '../visit.ts'

/** Ways to write a path that a reverse proxy may compare as text and pass on as something else. */
const SPELLINGS = [
  (path: string) => path,
  (path: string) => `/${path}`,
  (path: string) => `/.${path}`,
  (path: string) => path.toUpperCase(),
  (path: string) => `${path}/`,
  (path: string) => `/%${path.charCodeAt(1).toString(16)}${path.slice(2)}`,
  (path: string) => `/api/sse/../..${path}`,
  (path: string) => `/api/sse/%2e%2e/%2e%2e${path}`,
  (path: string) => `/api/sse/..%2f..${path.replace('/', '%2f')}`,
]

const JSON_BODY = { 'content-type': 'application/json' }

/** Streams reach the gateway. */
export function checkRoutes(visit: Visit): Promise<Outcome | undefined> {
  return withoutStreams(visit, 'deployment/proxy-routes-streams')
}

/** Nothing can be sent from outside. */
export async function checkSendPath(visit: Visit): Promise<Outcome | undefined> {
  for (const target of SPELLINGS.map(spell => spell(SEND_PATH))) {
    const trace = new Trace()
    const post = (body: string) => visit.site.ask(trace, { method: 'POST', target, headers: JSON_BODY, body })
    // A gateway refuses what is no JSON with 400, and a send to a token that never was with 404.
    const broken = await post('no JSON')
    leave(broken)
    if (broken.status !== 400) continue
    const unknown = await post(JSON.stringify({ token: randomUUID(), event: { name: 'test', data: '' } }))
    leave(unknown)
    if (unknown.status === 404) return served(trace, `POST ${target}`, 'anybody can send to any stream')
  }
  return undefined
}

/** Health is not served outside. */
export async function checkHealthPaths(visit: Visit): Promise<Outcome | undefined> {
  const elsewhere = await visit.site.ask(new Trace(), { target: `/${randomUUID()}` })
  leave(elsewhere)
  for (const target of ['/healthz', '/readyz'].flatMap(path => SPELLINGS.map(spell => spell(path)))) {
    const trace = new Trace()
    const reply = await visit.site.ask(trace, { target })
    leave(reply)
    const isHealth = (reply.status === 200 || reply.status === 503) && /json|plain/.test(reply.type)
    // An application may answer whatever it does not know in one way.
    if (!isHealth || (reply.status === elsewhere.status && reply.type === elsewhere.type)) continue
    return served(trace, `GET ${target}`, 'what it says is meant for an orchestrator')
  }
  return undefined
}

/** Some spellings are stream paths for a gateway. */
function leave({ stream }: Reply): void {
  stream?.[Symbol.dispose]()
}

function served(trace: Trace, request: string, consequence: string): Outcome {
  return trace.fails({
    party: 'deployment',
    what: 'internal-endpoint-served',
    expected: '404 of the reverse proxy',
    summary: `${request} reaches the gateway from outside: ${consequence}.`,
  })
}
