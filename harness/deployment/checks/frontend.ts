import { randomUUID } from 'node:crypto'
import type { Outcome } from '../../scenario/outcome.ts'
import { Trace } from '../trace.ts'
import { AS_A_BROWSER, type Visit } from '../visit.ts'

/** The streams that a page opens. */
export async function checkPage({ settings }: Visit): Promise<Outcome | undefined> {
  if (settings.lookAtPage !== undefined) return settings.lookAtPage()
  return {
    notTestable:
      'the streams that a page opens cannot be seen from here; give --page and the address of a page that opens some',
  }
}

/** The stream URLs that the application had before it had a gateway are gone. */
export async function checkRemovedUrls(visit: Visit): Promise<Outcome | undefined> {
  const trace = new Trace()
  const ask = async (target: string) => {
    const reply = await visit.site.ask(trace, { target, headers: AS_A_BROWSER })
    reply.stream?.[Symbol.dispose]()
    return reply
  }
  // An application of one page may answer whatever it does not know with that page.
  const unknown = await ask(`/api/${randomUUID()}/stream`)
  const removed = [`/api/tasks/${visit.id}/stream`, `/api/utils/version/stream?request_id=${visit.id}`]
  for (const target of removed) {
    const { status, type, failure } = await ask(target)
    if (failure !== undefined) return { notTestable: `GET ${target} was not answered: ${failure}` }
    if (status === 404 || status === 410) continue
    if (status === unknown.status && type === unknown.type) continue
    return trace.fails({
      party: 'backend',
      what: 'wrong-status',
      expected: '404',
      summary: `GET ${target} was answered ${status} ${type}, and a path that never was ${unknown.status} ${unknown.type}: the backend still has the endpoint that the gateway replaced.`,
    })
  }
  return undefined
}
