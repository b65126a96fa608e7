import { HttpResponse, http, type RequestHandler } from 'msw'
import { CALLBACK_PATH } from '../../contract/paths.ts'
import { parseJson } from '../../util/parse-json.ts'
import type { Answer, BackendApplication } from './backend-application.ts'
import { faulty } from './faults.ts'
import { InvalidPayloadError } from './invalid-payload.ts'
import { announceVersion, startTask } from './test-hooks.ts'

/** Where the handlers listen. */
export interface BackendHandlersOptions {
  /**
   * What goes before every path, e.g. `http://localhost:5000`. Without one the paths are relative: to the page in
   * a browser, and to `getResponse`'s own `baseUrl`; in Node, `setupServer` needs one.
   */
  readonly baseUrl?: string
}

type Act = (payload: unknown) => Promise<Answer>

/** The backend's HTTP endpoints as MSW handlers: for `getResponse`, `setupServer` and `setupWorker`. */
export function backendHandlers(
  application: BackendApplication,
  { baseUrl = '' }: BackendHandlersOptions = {},
): RequestHandler[] {
  const at = (path: string): string => `${baseUrl.replace(/\/+$/, '')}${path}`
  const hook = async (request: Request, act: Act): Promise<Response> =>
    application.production && !faulty('hooks-in-production')
      ? refuse(400, 'Testing endpoints do not exist in production; run the backend with another environment')
      : await answerJson(application, request, act)

  return [
    http.post(at(CALLBACK_PATH), async ({ request }) => {
      const secret = new URL(request.url).searchParams.get('secret')
      // A stranger learns nothing about the body it sent.
      if (!application.admits(secret) && !faulty('reads-body-first')) return json(application.unauthorized())
      const crash = faulty('crashes-on-hostile-url') ? await crashOn(request) : undefined
      if (crash !== undefined) return new HttpResponse(crash, { status: 500 })
      const answer = await answerJson(application, request, payload =>
        application.handleCallback(payload, secret),
      )
      if (answer.ok && faulty('json-as-html')) return HttpResponse.html(await answer.text())
      return answer.ok && faulty('answers-html')
        ? HttpResponse.html('<!doctype html><title>Welcome</title>')
        : answer
    }),
    http.post(at('/api/testing/tasks/start'), ({ request }) =>
      hook(request, payload => startTask(application, payload)),
    ),
    http.post(at('/api/testing/deployments/version'), ({ request }) =>
      hook(request, payload => announceVersion(application, payload)),
    ),
    http.get(at('/api/health/healthz'), async () =>
      faulty('health-depends-on-gateway') && !(await application.gateway.answers?.())
        ? refuse(503, 'The gateway is away')
        : HttpResponse.json({ status: 'alive', ready: true }),
    ),
    http.get(at('/api/health/readyz'), async () =>
      HttpResponse.json({
        status: 'ready',
        ready: true,
        gateway: {
          answers: faulty('readiness-ignores-gateway') || ((await application.gateway.answers?.()) ?? null),
        },
      }),
    ),
    http.get(
      at('/metrics'),
      () =>
        new HttpResponse(application.metrics.expose(), {
          headers: {
            'content-type': faulty('metrics-as-html')
              ? 'text/html'
              : 'text/plain; version=0.0.4; charset=utf-8',
          },
        }),
    ),
    ...['/api/tasks/:id/stream', '/api/utils/version/stream'].map(path =>
      http.get(at(path), () =>
        faulty('keeps-old-endpoints') ? HttpResponse.text('') : refuse(404, 'Not found'),
      ),
    ),
  ]
}

async function answerJson(application: BackendApplication, request: Request, act: Act): Promise<Response> {
  if (
    !faulty('accepts-any-content-type') &&
    !/^application\/([^;]+\+)?json\s*(;|$)/i.test(request.headers.get('content-type') ?? '')
  ) {
    return refuse(400, 'Missing JSON body: expected content type application/json')
  }
  const text = await request.text()
  if (faulty('fails-on-deep-nesting') && /[[{]{500}/.test(text)) return refuse(500, 'Internal server error')
  const payload = parseJson(text)
  if (payload === undefined) {
    return faulty('fails-on-broken-json') ? refuse(500, 'Internal server error') : refuse(400, 'Invalid JSON')
  }
  try {
    return json(await act(payload))
  } catch (failure) {
    if (failure instanceof InvalidPayloadError) return refuse(400, failure.message)
    application.log(`failed to answer ${new URL(request.url).pathname}: ${failure}`)
    return refuse(500, 'Internal server error')
  }
}

function json({ status, body }: Answer): Response {
  return status >= 400 && faulty('refuses-in-html')
    ? HttpResponse.html(`<!doctype html><title>${status}</title>`, { status })
    : HttpResponse.json(body, { status })
}

function refuse(status: number, error: string): Response {
  return json({ status, body: { error } })
}

/** The stack of the error that a URL causes in code that trusts it; `undefined` for a harmless one. */
async function crashOn(request: Request): Promise<string | undefined> {
  try {
    const { url } = JSON.parse(await request.clone().text()).request
    if (decodeURIComponent(url).includes('\0')) throw new TypeError('embedded null character')
    return undefined
  } catch (failure) {
    return failure instanceof URIError || (failure as Error).message.includes('null character')
      ? (failure as Error).stack
      : undefined
  }
}
