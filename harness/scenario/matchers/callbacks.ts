import type { StreamView } from '../../client/index.ts'
import type { DisconnectReason } from '../../contract/index.ts'
import type { Timeline } from '../../timeline/index.ts'
import { followClose, quoted } from '../../verdict/index.ts'
import { disconnectsOf, standingOf } from '../world.ts'
import { conversationOf, defineMatchers, fail, holds, waitBefore, worldOf } from './matching.ts'

const CALLBACKS = defineMatchers({
  toBeAnnouncedAs(stream: StreamView, target: string) {
    const url = stream.connect?.request?.url
    if (url === target) return holds
    return fail({
      party: 'gateway',
      what: 'connect-callback-wrong-url',
      summary: `The client asked for ${quoted(target, 200)} and the connect callback of the gateway says ${quoted(String(url), 200)}.`,
      streams: [stream.number],
      expected: `"url": ${quoted(target, 200)}`,
    })
  },

  toBeAnnouncedWith(stream: StreamView, headers: Readonly<Record<string, string | readonly string[]>>) {
    const { host } = new URL(worldOf(stream).clientAddress)
    const forwarded = stream.connect?.request?.headers ?? {}
    for (const [given, value] of Object.entries({ host, ...stream.headers, ...headers })) {
      const name = given.toLowerCase()
      if (value === undefined) continue
      if (sameValues(forwarded[name], value)) continue
      return fail({
        party: 'gateway',
        what: 'connect-callback-wrong-headers',
        summary: `The client sent the header ${quoted(name)} and the connect callback of the gateway ${forwarded[name] === undefined ? 'lacks it' : `carries ${told(name, forwarded[name])}, where ${told(name, value)} was sent`}.`,
        streams: [stream.number],
        expected: `the header ${name} as sent`,
      })
    }
    return holds
  },

  toBeReportedOnce(stream: StreamView, reason: DisconnectReason) {
    const { timeline } = worldOf(stream)
    const reports = disconnectsOf(timeline, stream)
    const expected = `POST disconnect ${reason}, once`
    const [report] = reports
    if (report === undefined && reason === 'server_closed') mustBeClosed(stream)
    const stranger = report === undefined ? reportOfAnother(timeline, stream.number) : undefined
    if (stranger !== undefined) {
      return fail({
        party: 'gateway',
        what: 'disconnect-callback-for-other-stream',
        summary: `The stream ended, and the gateway made no disconnect callback with its token, but one more than is due with the token ${quoted(stranger)} of another stream.`,
        streams: [stream.number],
        expected,
      })
    }
    if (report === undefined || reports.length > 1) {
      return fail({
        party: 'gateway',
        what: report === undefined ? 'disconnect-callback-missing' : 'disconnect-callback-repeated',
        summary:
          report === undefined
            ? `${stream.isOpen ? 'The stream was closed by the backend' : 'The stream ended'}, and the gateway made no disconnect callback for it, though other streams were opened and closed since.`
            : `The stream ended once, and the gateway made ${reports.length} disconnect callbacks for it.`,
        streams: [stream.number],
        expected,
      })
    }
    if (report.reason === reason) return holds
    return fail({
      party: 'gateway',
      what: 'disconnect-callback-wrong-reason',
      summary: `The stream ended, and the disconnect callback of the gateway gives the reason ${quoted(String(report.reason))}; ${reason} was due.`,
      streams: [stream.number],
      expected,
    })
  },

  toBeReportedAsAnnounced(stream: StreamView) {
    const connect = stream.connect
    const reports = disconnectsOf(worldOf(stream).timeline, stream)
    if (reports.length === 0) {
      mustBeClosed(stream)
      fail({
        party: 'gateway',
        what: 'disconnect-callback-missing',
        summary:
          'The stream ended, and the gateway made no disconnect callback that could be compared with its connect callback.',
        streams: [stream.number],
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
      return fail({
        party: 'gateway',
        what: 'disconnect-callback-wrong-request',
        summary: `The disconnect callback of the gateway carries ${wrong} than the connect callback of the same stream.`,
        streams: [stream.number],
        expected: 'the token and the request of the connect callback',
      })
    }
    return holds
  },

  toBeUnreported(stream: StreamView) {
    const { timeline } = worldOf(stream)
    const reports = disconnectsOf(timeline, stream)
    if (reports.length === 0) return holds
    return fail({
      party: 'gateway',
      what: 'disconnect-callback-unexpected',
      summary: `${standingOf(timeline, stream)}, and the gateway made a disconnect callback for it all the same (${reports.map(({ reason }) => reason).join(', ')}).`,
      streams: [stream.number],
      expected: 'no disconnect callback',
    })
  },
})

waitBefore(CALLBACKS, {
  toBeAnnouncedAs: stream => conversationOf(stream).announced(stream),
  toBeAnnouncedWith: stream => conversationOf(stream).announced(stream),
  toBeReportedOnce: async stream => {
    await conversationOf(stream).reported(stream)
    await conversationOf(stream).callbackFence()
  },
  toBeReportedAsAnnounced: stream => conversationOf(stream).reported(stream),
  toBeUnreported: stream => conversationOf(stream).callbackFence(),
})

/** A stream that nobody has closed is not reported. @throws Violation when it is the backend that should have closed it */
function mustBeClosed(stream: StreamView): void {
  if (!stream.isOpen) return
  const { gatewayAddress, timeline } = worldOf(stream)
  const unclosed = followClose(timeline, gatewayAddress, stream, 'clean')
  if (unclosed.details.party === 'backend') throw unclosed
}

/** The token of a disconnect callback for a stream that has not ended, or was reported before. */
function reportOfAnother(timeline: Timeline, stream: number): string | undefined {
  const reports = timeline.all('callback-request').filter(({ payload }) => payload.action === 'disconnect')
  const others = reports.filter(report => report.stream !== undefined && report.stream !== stream)
  return others.find(
    (report, n) =>
      others.findIndex(other => other.stream === report.stream) < n ||
      !timeline.all('stream-end').some(end => end.stream === report.stream),
  )?.payload.token
}

/** A header with its value, as it may be shown. */
function told(name: string, value: unknown): string {
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
