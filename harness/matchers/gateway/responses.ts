import { problemIn } from '../../contract/index.ts'
import {
  type DetailsOf,
  describeEvent,
  describeEventWithData,
  gatewayFault,
  isReadySignal,
  quoted,
} from '../../diagnosis/index.ts'
import type { SendResult } from '../../mock-backend/index.ts'
import type { ExpectedEvent } from '../../scenario/expected-event.ts'
import type { Timeline } from '../../timeline/index.ts'
import { type RawConnection, type RawConnectionView, StreamView } from '../../wire/sse-client/index.ts'
import { clientOf, defineMatchers, holds, parsed, recordOf, unlessExpired, waitBefore } from '../registry.ts'
import { checkErrorBody, ERROR_FORMS, editionsWith, otherForm } from './explanation.ts'
import { DISCONNECT_REASONS, reported, reportedOnceEach } from './lifecycle.ts'
import { wronglyAnswered } from './sends.ts'

/** What shows the inside of a program: a stack frame, a source file, an error of the operating system. */
const INTERNAL = /\bat \S+ \(|node_modules|\.[jt]s:\d+/

const ANSWERS = defineMatchers({
  toHaveErrorBody(subject: SendResult | StreamView) {
    const isStream = subject instanceof StreamView
    const form = recordOf(subject).capabilities?.errorForm ?? 'text'
    const body = isStream ? subject.body.toString() : subject.body
    const contentType = isStream ? String(subject.responseHeaders['content-type'] ?? '') : subject.contentType
    if (!isStream && (subject.status ?? 0) < 400) return wronglyAnswered(subject, 'a 4xx status')
    const refused = `The gateway refused ${isStream ? `the request ${asked(subject)}` : 'a send'} with ${subject.status}`
    const streams = isStream ? [subject.number] : []
    const leak = body.split(/\r?\n|\\n/).find(line => INTERNAL.test(line))
    if (leak !== undefined) {
      throw gatewayFault(streams, {
        what: 'refusal-leaks-details',
        summary: `${refused}, and its answer shows internal details: ${quoted(leak.trim(), 120)}. Expected only a status and a reason.`,
        expected: 'no stack trace and no path of a file',
      })
    }
    const problem = checkErrorBody(body, contentType, form)
    if (problem === undefined) return holds
    const ofAnother = editionsWith(otherForm(form))
    const isOfAnother = checkErrorBody(body, contentType, otherForm(form)) === undefined
    throw gatewayFault(streams, {
      what: isOfAnother ? 'refusal-form-of-other-edition' : problem.what,
      summary: `${refused}, but ${problem.description}: ${quoted(body.trim(), 160)}${isOfAnother ? `. That is the form of the edition ${ofAnother}` : ''}.`,
      expected: `${subject.status} ${ERROR_FORMS[form]} as application/json`,
    })
  },

  toHaveOpenedOrFailed(stream: StreamView) {
    if (stream.isOpen) return holds
    if ((stream.status ?? 0) >= 500) return holds
    throw gatewayFault(stream, {
      what: 'stream-neither-opened-nor-refused',
      summary: `The client asked for a stream, and the gateway answered ${stream.status ?? `nothing (${stream.ended?.how})`}, expected an open stream or 5xx.`,
      expected: 'an open stream, or a 5xx status',
    })
  },

  toNotLeak(stream: StreamView, secrets: readonly (string | undefined)[]) {
    const answer = `${JSON.stringify(stream.responseHeaders)}\n${stream.body.toString()}`
    const leaked = secrets.find(secret => secret !== undefined && answer.includes(secret))
    const inside = /\bat \S+ \(|node_modules|\.[jt]s:\d+|\bE(?:CONN[A-Z]+|NOTFOUND|PIPE|HOSTUNREACH)\b/.exec(
      answer,
    )?.[0]
    if (leaked === undefined && inside === undefined) return holds
    throw gatewayFault(stream, {
      what: leaked === undefined ? 'refusal-leaks-details' : 'refusal-leaks-callback-url',
      summary: `The gateway refused the client with ${stream.status}, and its answer ${leaked === undefined ? `shows internal details (${quoted(inside ?? '')})` : 'contains a part of the callback URL'}. Expected only a status and a reason.`,
      expected: 'neither the callback URL nor a stack trace',
    })
  },

  toHaveStatus(stream: StreamView, allowed: readonly number[]) {
    if (allowed.includes(stream.status ?? 0)) return holds
    const isOpen = stream.isEventStream && stream.ended === undefined
    throw gatewayFault(stream, {
      what: wrongStatusOf(stream, isOpen),
      summary: `The gateway answered ${asked(stream)} with ${isOpen ? `${stream.status} and opened a stream` : (stream.status ?? `nothing (${stream.ended?.how ?? 'the request is still open'})`)}, expected ${allowed.join(' or ')}.`,
      expected: allowed.join(' or '),
    })
  },

  toHaveNoConnectCallback(stream: StreamView) {
    if (stream.connect === undefined) return holds
    throw gatewayFault(stream, {
      what: 'connect-callback-for-no-stream',
      summary: `The gateway made a connect callback for ${asked(stream)}, a request that asks for no stream.`,
      expected: 'no connect callback',
    })
  },

  toBeClosedOrRefused(line: RawConnectionView) {
    const odd = line.statuses.find(status => status < 400)
    if (odd === undefined) return holds
    throw gatewayFault([], {
      what: 'invalid-http-accepted',
      summary: `The client sent bytes that are not an HTTP request, and the gateway answered ${odd}, expected 4xx or the end of the connection.`,
      expected: 'a 4xx status or the end of the connection',
    })
  },

  toBeReportedIfAnnounced(stream: StreamView) {
    return stream.connect === undefined ? holds : reportedOnceEach([stream], DISCONNECT_REASONS)
  },

  toHaveRejectedEvent(stream: StreamView, status: number) {
    const [event] = stream.received
    const problem = problemIn('rejected', parsed(event?.data))
    if (event?.event === 'rejected' && problem === undefined) return holds
    throw gatewayFault(stream, {
      what: 'rejected-event-wrong',
      summary: `The backend refused the stream with ${status}. The gateway sent the client ${event === undefined ? 'no event' : `${describeEvent(event)} with data ${quoted(event.data)}`}${problem === undefined ? '' : ` (${problem})`}, expected the event "rejected".`,
      expected: `event: rejected  data: {"status":${status},"message":"…"}`,
    })
  },

  toAcceptNextSend(line: RawConnectionView, stream: StreamView, event: ExpectedEvent) {
    const next = line.statuses[1]
    if (next === undefined && line.ended !== undefined) return holds
    if (next === undefined) {
      throw gatewayFault(stream, {
        what: 'connection-stuck-after-refusal',
        summary: `The gateway refused a send with ${line.statuses[0] ?? 'nothing'} and kept the connection open, but did not answer the correct send that followed on it.`,
        expected: '200, or the end of the connection after the refusal',
      })
    }
    if (next === 200) {
      // An opening signal, of whatever edition, is no effect of a send.
      const [arrived, ...more] = stream.received.filter(one => !isReadySignal(one))
      const whole = arrived?.event === (event.event ?? 'message') && arrived.data === event.data
      if (whole && more.length === 0) return holds
    }
    throw gatewayFault(stream, {
      what: 'connection-out-of-sync',
      summary: `The gateway refused a send with ${line.statuses[0]} and kept the connection open. It answered the next send on that connection, a correct one, with ${next}${next === 200 ? `, and then sent to the stream ${stream.received.length === 0 ? 'nothing' : stream.received.map(describeEventWithData).join(', ')}, expected only ${describeEventWithData({ event: event.event ?? 'message', data: event.data })}` : ', expected 200'}.`,
      expected: '200, or the end of the connection after the refusal',
    })
  },

  toBeClosedAfterAnswer(line: RawConnectionView) {
    if (line.ended !== undefined) return holds
    throw gatewayFault([], {
      what: 'connection-close-ignored',
      summary: `The client asked with Connection: close. The gateway answered ${line.statuses.join(', ') || 'nothing'} and left the connection open.`,
      expected: 'the end of the connection after the answer',
    })
  },

  toHaveOneConnectCallback(backend: { readonly timeline: Timeline }, stream: StreamView) {
    const asked = backend.timeline
      .all('callback-request')
      .filter(entry => entry.stream === stream.number && entry.payload.action === 'connect')
    if (asked.length === 1) return holds
    throw gatewayFault(stream, {
      what: asked.length === 0 ? 'connect-callback-missing' : 'connect-callback-repeated',
      summary: `The client made one request for a stream, and the gateway made ${asked.length} connect callbacks for it, expected one.`,
      expected: 'POST connect, once',
    })
  },
})

waitBefore(ANSWERS, {
  toHaveOpenedOrFailed: async stream => {
    await clientOf(stream).waitForResponse(stream)
    if (!stream.isOpen) await clientOf(stream).waitForEnd(stream)
  },
  toHaveNoConnectCallback: stream => clientOf(stream).callbackFence(),
  toBeReportedIfAnnounced: async stream => {
    await clientOf(stream).callbackFence()
    if (stream.connect !== undefined) await reported([stream])
  },
  toAcceptNextSend: async (line, stream) => {
    await unlessExpired((line as RawConnection).answered(2))
    if (line.statuses[1] === 200) await clientOf(stream).fence(stream)
  },
  toBeClosedAfterAnswer: line => unlessExpired((line as RawConnection).closed()),
})

/** A request of a client, by its method and target. */
function asked(stream: StreamView): string {
  return `${requestOf(stream).method} ${stream.target}`
}

function requestOf(stream: StreamView): { readonly method: string } {
  const { timeline } = recordOf(stream)
  const { request } = timeline.exchanges.stream(stream.number)
  return { method: request?.method ?? 'GET' }
}

/** Of a request that got another status than it should. */
function wrongStatusOf(stream: StreamView, isOpen: boolean): DetailsOf<'gateway'>['what'] {
  const { method } = requestOf(stream)
  const [path] = stream.target.split('?')
  if (path === '/healthz') return 'liveness-wrong'
  if (path === '/readyz') return 'readiness-wrong'
  if (method === 'OPTIONS') return 'preflight-refused'
  const isAccepted = stream.status !== undefined && stream.status < 400
  if (path === '/internal/send' && isAccepted) return 'send-by-other-method-accepted'
  if (isOpen) return method === 'GET' ? 'stream-not-refused' : 'other-method-opens-stream'
  return 'wrong-status'
}
