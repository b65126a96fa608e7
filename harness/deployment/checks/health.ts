import type { Outcome } from '../../scenario/outcome.ts'
import { parseJson } from '../../util/parse-json.ts'
import { withoutStreams } from '../first-stream.ts'
import { Site } from '../site.ts'
import { Trace } from '../trace.ts'
import type { Visit } from '../visit.ts'

const PATH = '/api/health/readyz'

/** The readiness of the backend says whether the gateway answers. */
export async function checkHealth(visit: Visit): Promise<Outcome | undefined> {
  const { health, limitMs } = visit.settings
  const trace = new Trace()
  const site = health === undefined ? visit.site : new Site(health, 'backend', limitMs)
  const target = health === undefined ? PATH : ''
  const asked = health === undefined ? `GET ${PATH}` : `GET ${health.url}`
  const { status, body, type, failure } = await site.ask(trace, { target })
  if (failure !== undefined) return { notTestable: `${asked} was not answered: ${failure}` }
  const answer = parseJson(body)
  if (typeof answer !== 'object' || answer === null || (status !== 200 && status !== 503)) {
    return {
      notTestable: `${asked} was answered ${status} ${type}, which is no readiness of a backend; give --health-url and its address`,
    }
  }
  const gateway = gatewayIn(answer)
  if (gateway === true && status === 200) return undefined
  if (gateway === false) {
    const closed = await withoutStreams(visit, 'deployment/health-sees-gateway')
    if (closed !== undefined) return closed
    return trace.fails({
      party: 'deployment',
      what: 'gateway-url-wrong',
      expected: 'that the gateway answers',
      summary:
        'The backend says that the gateway does not answer it, though streams open through the gateway.',
    })
  }
  if (status === 503) {
    return trace.fails({
      party: 'deployment',
      what: 'backend-not-ready',
      expected: '200',
      summary: `${asked} was answered 503.`,
    })
  }
  return {
    notTestable: `${asked} was answered 200 without a word on the gateway, and whether that changes when the gateway is gone can be seen only by stopping it, which this command does not do; npm run backend judges it`,
  }
}

/** What an answer says of a gateway, in a field of that name or in a field of it: a boolean, at whatever depth. */
function gatewayIn(value: object): boolean | undefined {
  for (const [name, inner] of Object.entries(value)) {
    if (/gateway/i.test(name)) {
      if (typeof inner === 'boolean') return inner
      const answers = Object.values(inner ?? {}).find(one => typeof one === 'boolean')
      if (typeof answers === 'boolean') return answers
    } else if (typeof inner === 'object' && inner !== null) {
      const answers = gatewayIn(inner)
      if (answers !== undefined) return answers
    }
  }
  return undefined
}
