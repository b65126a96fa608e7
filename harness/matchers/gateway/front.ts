import { isIP } from 'node:net'
import { TIMER_SLACK } from '../../contract/timing.ts'
import { frontRequestOf, gatewayFault, quoted, ViolationError } from '../../diagnosis/index.ts'
import type { StreamView } from '../../wire/sse-client/index.ts'
import { clientOf, defineMatchers, recordOf, unlessExpired, waitBefore } from '../registry.ts'

const FRONT = defineMatchers({
  toHaveReceivedByNow(stream: StreamView, count: number) {
    if (stream.received.length >= count) return undefined
    return gatewayFault(stream, {
      what: 'event-lost-after-accept',
      summary: `The gateway accepted ${count} events for the stream, and the client received ${stream.received.length} of them. Nothing more was sent that could push the rest through.`,
      expected: `${count} events at the client`,
    })
  },

  toOutliveSilence(stream: StreamView, intervalMs: number) {
    if (stream.ended !== undefined) {
      return gatewayFault(stream, {
        what: 'open-stream-ended',
        summary: `The stream carried nothing but heartbeats every ${intervalMs / 1_000} s and ended (${stream.ended.how}), though neither the backend nor the client had closed it.`,
        expected: 'an open stream',
      })
    }
    if (lateComments(stream, intervalMs) > 0) return undefined
    return gatewayFault(stream, {
      what: 'heartbeat-missing',
      summary: `No heartbeat came on the open stream, expected one every ${intervalMs / 1_000} s.`,
      expected: 'a comment',
    })
  },

  toHaveForwardedHeaders(stream: StreamView) {
    const { timeline, clientAddress } = recordOf(stream)
    const due = {
      'x-forwarded-for': (value: string) => isIP(value.split(',').at(-1)?.trim() ?? '') !== 0,
      'x-forwarded-proto': (value: string) => value === 'http',
      'x-forwarded-host': (value: string) => value === new URL(clientAddress).host,
    }
    const headers = frontRequestOf(timeline, stream.number)?.headers ?? {}
    const wrong = Object.entries(due).find(([name, fits]) => !fits(String(headers[name] ?? '')))
    if (wrong === undefined) return undefined
    const [name] = wrong
    return new ViolationError({
      party: 'deployment',
      streams: [stream.number],
      what: 'front-adds-no-forwarded-headers',
      summary: `The reverse proxy asked the gateway ${headers[name] === undefined ? `without ${name}` : `with ${name}: ${quoted(String(headers[name]))}`}, expected the ${name === 'x-forwarded-for' ? 'address of the client' : name === 'x-forwarded-proto' ? 'protocol that the client used, http' : `host that the client asked, ${new URL(clientAddress).host}`}.`,
      expected: `the header ${name}`,
    })
  },

  toHaveStayedOutside(asked: StreamView) {
    const { timeline } = recordOf(asked)
    const forwarded = frontRequestOf(timeline, asked.number)
    if (forwarded === undefined) return undefined
    return new ViolationError({
      party: 'deployment',
      streams: [asked.number],
      what: 'front-serves-internal-paths',
      summary: `A client outside asked for ${asked.target}. The reverse proxy passed that to the gateway as ${forwarded.method} ${forwarded.target}, and the client got ${asked.status ?? 'no answer'}.`,
      expected: 'nothing of it at the gateway',
    })
  },

  toBeAskedInHttp11(stream: StreamView) {
    const forwarded = frontRequestOf(recordOf(stream).timeline, stream.number)
    if (forwarded === undefined || forwarded.version === '1.1') return undefined
    return new ViolationError({
      party: 'deployment',
      streams: [stream.number],
      what: 'front-speaks-http-1-0',
      summary: `The reverse proxy asked the gateway in HTTP/${forwarded.version}. The response then has no end of its own but that of the connection: a stream that broke looks like one that ended.`,
      expected: 'HTTP/1.1',
    })
  },
})

waitBefore(FRONT, {
  toHaveReceivedByNow: (stream, count) =>
    unlessExpired(
      recordOf(stream).timeline.waitUntil({
        for: `${count} events on ${stream.target}`,
        until: () => (stream.received.length >= count || stream.ended !== undefined ? true : undefined),
      }),
    ),
  toOutliveSilence: (stream, intervalMs) => {
    const { timeline } = recordOf(stream)
    return unlessExpired(
      timeline.waitUntil({
        for: `a heartbeat on ${stream.target}`,
        until: () => (lateComments(stream, intervalMs) > 0 || stream.ended !== undefined ? true : undefined),
        limitMs: intervalMs + timeline.limitMs,
      }),
    )
  },
  toHaveForwardedHeaders: stream => clientOf(stream).waitForConnectCallback(stream),
  toBeAskedInHttp11: stream => clientOf(stream).waitForConnectCallback(stream),
})

/** The comments of a stream that came about an interval after it opened, or later. */
function lateComments(stream: StreamView, intervalMs: number): number {
  const { timeline } = recordOf(stream)
  const opened = timeline.exchanges.stream(stream.number).response?.at ?? 0
  return timeline
    .all('stream-comment')
    .filter(entry => entry.stream === stream.number && entry.at - opened >= intervalMs * TIMER_SLACK).length
}
