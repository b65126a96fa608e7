import { SEND_PATH } from '../../contract/paths.ts'
import { markerIn, nextSend, type Timeline } from '../../timeline/index.ts'
import type { HttpListener } from '../proxy/index.ts'
import { commandIn } from './send-client.ts'

interface Overheard {
  readonly timeline: Timeline
  readonly send: number
}

/**
 * Writes the record of the send edge from what a tap overhears there.
 * @param timelineOf whose token that is; `undefined` when nobody records
 * @param gatewayAddress where the tap leads to
 */
export function proxiedSends(
  timelineOf: (token: unknown) => Timeline | undefined,
  gatewayAddress: () => string,
): HttpListener<Overheard | undefined> {
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
    onResponse: (overheard, { status, body }) =>
      overheard?.timeline.record({ kind: 'send-response', send: overheard.send, status, body }),
    onUnanswered: (overheard, by, how) => {
      const why =
        by === 'caller'
          ? 'the backend gave up before the gateway answered'
          : by === 'tap'
            ? `the network broke the connection: ${how}`
            : `the gateway broke the connection: ${how}`
      const reason = by === 'caller' ? 'given-up' : 'broken'
      overheard?.timeline.record({ kind: 'send-failed', send: overheard.send, reason, why })
    },
  }
}
