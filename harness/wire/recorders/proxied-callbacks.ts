import type { HttpListener, ObservedRequest } from '../proxy/index.ts'
import type { CallbackRecorder } from './callback-recorder.ts'

interface ObservedCallback {
  readonly recorder: CallbackRecorder
  readonly call: number
}

/**
 * Records the callbacks that a proxy observes.
 * @param recorderFor the recorder of a callback; `undefined` for one that is not recorded
 */
export function proxiedCallbacks(
  recorderFor: (request: ObservedRequest) => CallbackRecorder | undefined,
): HttpListener<ObservedCallback | undefined> {
  return {
    onRequest: request => {
      const recorder = recorderFor(request)
      const recorded = recorder?.received(request)
      return recorder === undefined || recorded === undefined ? undefined : { recorder, call: recorded.call }
    },
    onResponseHead: (observed, status) => observed?.recorder.answers(observed.call, status),
    onResponse: (observed, { status, body, headers }) =>
      observed?.recorder.answered(observed.call, status, body, {
        contentType: headers['content-type'] ?? 'no content type',
      }),
    onUnanswered: (observed, by, how) => {
      observed?.recorder.unanswered(
        observed.call,
        by === 'downstream'
          ? { by: 'gateway', why: 'the gateway gave up before the backend answered' }
          : by === 'proxy'
            ? { by: 'network', broke: true, why: `the network broke the connection: ${how}` }
            : {
                by: 'backend',
                broke: true,
                why:
                  how === 'ECONNREFUSED'
                    ? 'the backend refused the connection'
                    : `the backend broke the connection: ${how}`,
              },
      )
    },
  }
}
