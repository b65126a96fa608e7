import { quoted, ViolationError } from '../../diagnosis/index.ts'
import type { CallbackResponse } from '../../mock-gateway/index.ts'
import { isSecretOverruled } from '../../session/backend-settings.ts'
import { NotTestableError } from '../../util/errors.ts'
import type { BackendScenarioContext } from './context-types.ts'

/** What an answer was, in a few words of a sentence. */
export function describeResponse({ status, contentType, body, failure }: CallbackResponse): string {
  if (status === undefined) return `nothing (${failure})`
  return `${status}${body === '' ? '' : ` ${quoted(body, 100)}`}${/json/i.test(contentType) ? '' : ` as ${contentType || 'no Content-Type'}`}`
}

/** @throws Violation unless the backend has let a stream open */
export async function mustHaveAccepted(
  scene: BackendScenarioContext,
  answer: CallbackResponse,
): Promise<void> {
  await mustHaveAnswered(scene, answer)
  mustBeLetIn(scene, answer)
  const { status = 0, asked } = answer
  if (status >= 200 && status < 300) return
  const failed = status >= 500
  throw new ViolationError({
    party: 'backend',
    what: failed ? 'callback-fails' : 'stream-refused',
    summary: `The backend answered ${asked} with ${describeResponse(answer)}; so the client gets ${failed ? 'an error' : 'that refusal'} and no stream.`,
    streams: streamsOf(answer),
    expected: '200, and {"event":{"name":"connection_open",…}}',
  })
}

/** @throws Violation when the gateway got no answer at all */
export async function mustHaveAnswered(
  scene: BackendScenarioContext,
  answer: CallbackResponse,
): Promise<void> {
  if (answer.status !== undefined) return
  const health = await scene.backend.health()
  throw new ViolationError({
    party: 'backend',
    what: health.answers ? 'callback-unanswered' : 'process-hangs',
    summary: `The backend did not answer ${answer.asked} (${answer.failure}). Asked for /api/health/healthz, it ${health.said}.`,
    streams: streamsOf(answer),
    expected: 'an answer within 5 s',
  })
}

/** @throws Violation when the backend does not know the secret of the callback URL */
export function mustBeLetIn(scene: BackendScenarioContext, answer: CallbackResponse): void {
  if (answer.status !== 401) return
  const overruled = isSecretOverruled(scene.settings) || !('command' in scene.settings.target)
  const common = { streams: streamsOf(answer), expected: '200: this is the secret of the backend' }
  if (overruled) {
    throw new ViolationError({
      ...common,
      party: 'configuration',
      what: 'secrets-differ',
      summary: `The backend answered ${answer.asked} with 401: the secret in the callback URL is not its SSE_CALLBACK_SECRET.`,
    })
  }
  throw new ViolationError({
    ...common,
    party: 'backend',
    what: 'secret-refused',
    summary: `The backend answered ${answer.asked} with 401, although the secret in the callback URL is its SSE_CALLBACK_SECRET.`,
  })
}

/** @throws NotTestable when the backend runs in production, or nobody here knows whether it does */
export function mustBeOutsideProduction(scene: BackendScenarioContext, { asked }: CallbackResponse): void {
  const { target } = scene.settings
  if ('command' in target && target.environment.FLASK_ENV !== 'production') return
  throw new NotTestableError(
    `needs a backend outside production; this one answered ${asked} with 401, as one in production does`,
  )
}

export function streamsOf({ stream }: { readonly stream: number | undefined }): number[] {
  return stream === undefined ? [] : [stream]
}
