import type { HttpListener, ObservedRequest } from '../proxy/index.ts'
import type { CallbackRecorder } from './callback-recorder.ts'

interface Overheard {
  readonly desk: CallbackRecorder
  readonly call: number
}

/**
 * Writes the record of the callback edge from what a tap overhears there.
 * @param deskOf whose callback that is; `undefined` when nobody records
 */
export function proxiedCallbacks(
  deskOf: (request: ObservedRequest) => CallbackRecorder | undefined,
): HttpListener<Overheard | undefined> {
  return {
    onRequest: request => {
      const desk = deskOf(request)
      const recorded = desk?.received(request)
      return desk === undefined || recorded === undefined ? undefined : { desk, call: recorded.call }
    },
    onResponseHead: (overheard, status) => overheard?.desk.answers(overheard.call, status),
    onResponse: (overheard, { status, body, headers }) =>
      overheard?.desk.answered(overheard.call, status, body, {
        contentType: headers['content-type'] ?? 'no content type',
      }),
    onUnanswered: (overheard, by, how) => {
      overheard?.desk.unanswered(
        overheard.call,
        by === 'caller'
          ? { by: 'gateway', why: 'the gateway gave up before the backend answered' }
          : by === 'tap'
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
