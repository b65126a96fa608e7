import { SEND_PATH } from '../../contract/paths.ts'
import { markerIn, nextSend, type Timeline } from '../../timeline/index.ts'
import type { HttpListener } from '../proxy/index.ts'
import { commandIn } from './send-client.ts'

interface ObservedSend {
  readonly timeline: Timeline
  readonly send: number
}

/**
 * Records the sends that a proxy observes.
 * @param timelineOf the timeline of a token; `undefined` for one that is not recorded
 * @param gatewayAddress where the proxy forwards to
 */
export function proxiedSends(
  timelineOf: (token: unknown) => Timeline | undefined,
  gatewayAddress: () => string,
): HttpListener<ObservedSend | undefined> {
  return {
    onRequest: ({ method, target, headers, body }) => {
      // A backend also asks for the gateway's health.
      if (method === 'GET') return undefined
      const command = commandIn(body)
      const timeline = timelineOf(command.token)
      if (timeline === undefined) return undefined
      const send = nextSend()
      if (target !== SEND_PATH) timeline.note(`the backend sends to ${target}`, 'backend')
      timeline.record({
        kind: 'send-request',
        send,
        method,
        address: gatewayAddress(),
        command,
        raw: body,
        contentType: String(headers['content-type'] ?? ''),
        fence: markerIn(command.event?.data ?? '') !== undefined,
      })
      return { timeline, send }
    },
    onResponseHead: () => {},
    onResponse: (observed, { status, body }) =>
      observed?.timeline.record({ kind: 'send-response', send: observed.send, status, body }),
    onUnanswered: (observed, by, how) => {
      const why =
        by === 'downstream'
          ? 'the backend gave up before the gateway answered'
          : by === 'proxy'
            ? `the network broke the connection: ${how}`
            : `the gateway broke the connection: ${how}`
      const reason = by === 'downstream' ? 'given-up' : 'broken'
      observed?.timeline.record({ kind: 'send-failed', send: observed.send, reason, why })
    },
  }
}
