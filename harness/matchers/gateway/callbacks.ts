import type { DisconnectReason } from '../../contract/index.ts'
import {
  type DetailsOf,
  describeLaterFences,
  gatewayFault,
  quoted,
  traceClose,
} from '../../diagnosis/index.ts'
import { disconnectsOf, standingOf } from '../../scenario/scenario-record.ts'
import type { EntryOf, Timeline } from '../../timeline/index.ts'
import type { StreamView } from '../../wire/sse-client/index.ts'
import { clientOf, defineMatchers, recordOf, waitBefore } from '../registry.ts'
import { missingReportFinding } from './lifecycle.ts'

const CALLBACKS = defineMatchers({
  toHaveConnectTarget(stream: StreamView, target: string) {
    const url = stream.connect?.request?.url
    if (url === target) return undefined
    return gatewayFault(stream, {
      what: 'connect-callback-wrong-url',
      summary: `The client asked for ${quoted(target, 200)}, and the connect callback of the gateway has the url ${quoted(String(url), 200)}.`,
      expected: `"url": ${quoted(target, 200)}`,
    })
  },

  toHaveConnectHeaders(stream: StreamView, headers: Readonly<Record<string, string | readonly string[]>>) {
    const { host } = new URL(recordOf(stream).clientAddress)
    const forwarded = stream.connect?.request?.headers ?? {}
    for (const [given, value] of Object.entries({ host, ...stream.headers, ...headers })) {
      const name = given.toLowerCase()
      if (value === undefined) continue
      if (sameValues(forwarded[name], value)) continue
      return gatewayFault(stream, {
        what: 'connect-callback-wrong-headers',
        summary: `The client sent the header ${quoted(name)} and the connect callback of the gateway ${forwarded[name] === undefined ? 'lacks it' : `has ${describeHeader(name, forwarded[name])} instead of ${describeHeader(name, value)}`}.`,
        expected: `the header ${name} as sent`,
      })
    }
    return undefined
  },

  toBeReportedOnce(stream: StreamView, reason: DisconnectReason) {
    const { timeline } = recordOf(stream)
    const reports = disconnectsOf(timeline, stream)
    const expected = `POST disconnect ${reason}, once`
    const [report] = reports
    if (report === undefined && reason === 'server_closed') mustBeClosed(stream)
    const other = report === undefined ? unexpectedReport(timeline, stream.number) : undefined
    if (other !== undefined) {
      return gatewayFault([stream.number, ...(other.stream === undefined ? [] : [other.stream])], {
        what: 'disconnect-callback-for-other-stream',
        summary: `The stream ended, and the gateway made no disconnect callback with its token. It made one with the token ${quoted(other.payload.token)} of another stream, for which no disconnect callback was expected.`,
        expected,
      })
    }
    if (report === undefined || reports.length > 1) {
      return gatewayFault(stream, {
        what: report === undefined ? missingReportFinding(timeline, stream) : 'disconnect-callback-repeated',
        summary:
          report === undefined
            ? `${describeEnd(stream)}, and the gateway made no disconnect callback for it.${describeLaterFences(timeline)}`
            : `The stream ended once, and the gateway made ${reports.length} disconnect callbacks for it.`,
        expected,
      })
    }
    if (report.reason === reason) return undefined
    return gatewayFault(stream, {
      what: 'disconnect-callback-wrong-reason',
      summary: `${describeEnd(stream)}, and the disconnect callback of the gateway has the reason ${quoted(String(report.reason))}, expected ${quoted(reason)}.`,
      expected,
    })
  },

  toEchoConnectRequest(stream: StreamView) {
    const connect = stream.connect
    const reports = disconnectsOf(recordOf(stream).timeline, stream)
    if (reports.length === 0) {
      mustBeClosed(stream)
      return gatewayFault(stream, {
        what: missingReportFinding(recordOf(stream).timeline, stream),
        summary: `${describeEnd(stream)}, and the gateway made no disconnect callback for it.${describeLaterFences(recordOf(stream).timeline)}`,
        expected: 'POST disconnect',
      })
    }
    for (const report of reports) {
      const wrong =
        report.token !== connect?.token
          ? 'another token'
          : report.request?.url !== connect.request.url
            ? 'another url'
            : !sameHeaders(report.request.headers, connect.request.headers)
              ? 'other headers'
              : undefined
      if (wrong === undefined) continue
      return gatewayFault(stream, {
        what:
          report.token === connect?.token
            ? 'disconnect-callback-wrong-request'
            : 'disconnect-callback-wrong-token',
        summary: `The disconnect callback of the gateway has ${wrong} than the connect callback of the same stream.`,
        expected: 'the token and the request of the connect callback',
      })
    }
    return undefined
  },

  toBeUnreported(stream: StreamView) {
    const { timeline } = recordOf(stream)
    const reports = disconnectsOf(timeline, stream)
    if (reports.length === 0) return undefined
    return gatewayFault(stream, {
      what: unexpected(timeline, stream),
      summary: `${standingOf(timeline, stream)}, and the gateway made a disconnect callback for it (${reports.map(({ reason }) => reason).join(', ')}).`,
      expected: 'no disconnect callback',
    })
  },
})

waitBefore(CALLBACKS, {
  toHaveConnectTarget: stream => clientOf(stream).waitForConnectCallback(stream),
  toHaveConnectHeaders: stream => clientOf(stream).waitForConnectCallback(stream),
  toBeReportedOnce: async stream => {
    await clientOf(stream).waitForDisconnectCallback(stream)
    await clientOf(stream).callbackFence()
  },
  toEchoConnectRequest: stream => clientOf(stream).waitForDisconnectCallback(stream),
  toBeUnreported: stream => clientOf(stream).callbackFence(),
})

/** An open stream is not reported. @throws ViolationError when the backend should have closed it */
function mustBeClosed(stream: StreamView): void {
  if (!stream.isOpen) return
  const { gatewayAddress, timeline } = recordOf(stream)
  const unclosed = traceClose(timeline, gatewayAddress, stream, 'clean')
  if (unclosed.details.party === 'backend') throw unclosed
}

/** A disconnect callback for a stream that has not ended, or was reported before. */
function unexpectedReport(timeline: Timeline, stream: number): EntryOf<'callback-request'> | undefined {
  const reports = timeline.all('callback-request').filter(({ payload }) => payload.action === 'disconnect')
  const others = reports.filter(report => report.stream !== undefined && report.stream !== stream)
  return others.find(
    (report, n) =>
      others.findIndex(other => other.stream === report.stream) < n ||
      timeline.exchanges.stream(report.stream).end === undefined,
  )
}

/** How a stream ended, as the beginning of a sentence. */
function describeEnd(stream: StreamView): string {
  if (stream.isOpen) return 'The backend closed the stream'
  const how = stream.ended?.how
  if (how === 'closed-by-client') return 'The client left'
  return how === 'reset-by-client' ? 'The client reset its connection' : 'The stream ended'
}

function unexpected(timeline: Timeline, stream: StreamView): DetailsOf<'gateway'>['what'] {
  const answer = timeline.exchanges.connect(stream.number).response
  if (answer === undefined) return 'unanswered-stream-reported'
  if (answer.status >= 300) return 'refused-stream-reported'
  return stream.isOpen ? 'open-stream-reported' : 'disconnect-callback-unexpected'
}

/** A header with its value, as it may be shown. */
function describeHeader(name: string, value: unknown): string {
  return quoted(`${name}: ${Array.isArray(value) ? value.join(', ') : String(value)}`, 120)
}

function sameHeaders(
  left: Readonly<Record<string, unknown>> | undefined,
  right: Readonly<Record<string, unknown>>,
): boolean {
  const sorted = (headers: Readonly<Record<string, unknown>>): string =>
    JSON.stringify(Object.entries(headers).sort(([a], [b]) => (a < b ? -1 : 1)))
  return left !== undefined && sorted(left) === sorted(right)
}

/** Repeated headers may be forwarded as a list or joined as HTTP allows. */
function sameValues(actual: unknown, sent: string | readonly string[]): boolean {
  const joined = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : String(value))
  return actual !== undefined && joined(actual) === joined(sent)
}
