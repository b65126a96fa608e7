import { getResponse } from 'msw'
import type { BackendListener } from '../wire/http-server.ts'
import { type BackendApplication, backendHandlers } from './application/index.ts'

const ORIGIN = 'http://backend'

/** Lets the application's MSW handlers answer what reaches a real port. */
export function applicationListener(application: BackendApplication): BackendListener {
  const handlers = backendHandlers(application, { baseUrl: ORIGIN })
  return async request => {
    const bodiless = request.method === 'GET' || request.method === 'HEAD'
    const response = await getResponse(
      handlers,
      new Request(new URL(request.target, ORIGIN), {
        method: request.method,
        headers: request.headers as Record<string, string>,
        ...(bodiless ? {} : { body: request.body }),
      }),
      { baseUrl: ORIGIN },
    )
    if (response === undefined) return { status: 404, headers: {}, body: '' }
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    }
  }
}
