import { HttpResponse, http, type RequestHandler } from 'msw'
import type { Answer, BackendApplication } from './backend-application.ts'
import { InvalidPayload } from './invalid-payload.ts'
import { announceVersion, startTask } from './testing-hooks.ts'

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
    application.production
      ? refuse(400, 'Testing endpoints do not exist in production; run the backend with another environment')
      : await answerJson(application, request, act)

  return [
    http.post(at('/api/sse/callback'), ({ request }) => {
      const secret = new URL(request.url).searchParams.get('secret')
      // A stranger learns nothing about the body it sent.
      if (!application.admits(secret)) return refuse(401, 'Unauthorized')
      return answerJson(application, request, payload => application.handleCallback(payload, secret))
    }),
    http.post(at('/api/testing/tasks/start'), ({ request }) =>
      hook(request, payload => startTask(application, payload)),
    ),
    http.post(at('/api/testing/deployments/version'), ({ request }) =>
      hook(request, payload => announceVersion(application, payload)),
    ),
    http.get(at('/api/health/healthz'), () => HttpResponse.json({ status: 'alive', ready: true })),
    http.get(at('/api/health/readyz'), async () =>
      HttpResponse.json({
        status: 'ready',
        ready: true,
        gateway: { answers: (await application.gateway.answers?.()) ?? null },
      }),
    ),
    http.get(
      at('/metrics'),
      () =>
        new HttpResponse(application.metrics.expose(), {
          headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
        }),
    ),
    ...['/api/tasks/:id/stream', '/api/utils/version/stream'].map(path =>
      http.get(at(path), () => refuse(404, 'Not found')),
    ),
  ]
}

async function answerJson(application: BackendApplication, request: Request, act: Act): Promise<Response> {
  if (!/^application\/([^;]+\+)?json\s*(;|$)/i.test(request.headers.get('content-type') ?? '')) {
    return refuse(400, 'Missing JSON body: expected content type application/json')
  }
  let payload: unknown
  try {
    payload = JSON.parse(await request.text())
  } catch {
    return refuse(400, 'Invalid JSON')
  }
  try {
    const { status, body } = await act(payload)
    return HttpResponse.json(body, { status })
  } catch (failure) {
    if (failure instanceof InvalidPayload) return refuse(400, failure.message)
    application.log(`failed to answer ${new URL(request.url).pathname}: ${failure}`)
    return refuse(500, 'Internal server error')
  }
}

function refuse(status: number, error: string): Response {
  return HttpResponse.json({ error }, { status })
}
