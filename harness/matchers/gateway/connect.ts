import { type Capabilities, REJECTED_STATUSES } from '../../contract/index.ts'
import {
  type DetailsOf,
  describeEvent,
  gatewayFault,
  quoted,
  traceConnect,
  traceConnectAnswer,
  traceRefusal,
} from '../../diagnosis/index.ts'
import type { SendResult } from '../../mock-backend/index.ts'
import type { Timeline } from '../../timeline/index.ts'
import { StreamView } from '../../wire/sse-client/index.ts'
import { clientOf, defineMatchers, holds, parsed, recordOf, unlessExpired, waitBefore } from '../registry.ts'
import { refusedSend } from './sends.ts'

const OPENING = defineMatchers({
  toHaveOpened(stream: StreamView) {
    const violation = traceConnect(recordOf(stream).timeline, stream)
    if (violation !== undefined) throw violation
    return holds
  },

  toBeWaiting(stream: StreamView) {
    if (stream.status === undefined && stream.ended === undefined) return holds
    const { timeline } = recordOf(stream)
    const called = timeline.exchanges.connect(stream.number).request
    const refusal = timeline.exchanges.stream(stream.number).response
    if (called !== undefined && refusal !== undefined && refusal.status >= 400) {
      throw gatewayFault(stream, {
        what: 'connect-callback-timeout-too-short',
        summary: `The gateway answered the client ${refusal.status} only ${((refusal.at - called.at) / 1_000).toFixed(1)} s after its connect callback, which the backend had not answered yet; a backend has 5 s.`,
        expected: 'no answer to the client yet',
      })
    }
    throw gatewayFault(stream, {
      what: 'stream-opened-before-answer',
      summary: `The gateway answered the client ${stream.status ?? stream.ended?.how} before the backend had answered the connect callback.`,
      expected: 'no answer to the client yet',
    })
  },

  toBeRefusedWith(subject: StreamView | SendResult, status: number | readonly number[]) {
    const allowed = statusesOf(status)
    if (!(subject instanceof StreamView)) return refusedSend(subject, allowed)
    const { timeline, isScripted } = recordOf(subject)
    if (!isScripted) {
      const due = { status: allowed.join(' or '), fits: (answered: number) => allowed.includes(answered) }
      const wrong = traceConnectAnswer(timeline, subject, due)
      if (wrong !== undefined) throw wrong
    }
    const rejection = rejectedStatus(subject, allowed)
    if (rejection !== undefined) return rejectedOnStream(subject, rejection)
    if (allowed.includes(subject.status ?? 0) && !claimsToBeStream(subject)) return finished(subject)
    if (allowed.includes(subject.status ?? 0) && subject.status !== 200) return declaredAsStream(subject)
    const misapplied = traceRefusal(timeline, subject, allowed.join(' or '))
    if (misapplied !== undefined) throw misapplied
    throw gatewayFault(subject, {
      what: subject.isEventStream ? 'stream-not-refused' : wrongRefusal(subject, allowed),
      summary: `The client asked for a stream, and the gateway answered ${subject.status ?? `nothing (${subject.ended?.how})`}${subject.status === undefined ? '' : ` with ${subject.responseHeaders['content-type'] ?? 'no Content-Type'}`}, expected ${allowed.join(' or ')} and no stream.`,
      expected: `${allowed.join(' or ')}, no event stream`,
    })
  },

  toBeRefused(stream: StreamView) {
    if ((stream.status ?? 0) >= 400) {
      return claimsToBeStream(stream) ? declaredAsStream(stream) : finished(stream)
    }
    const misapplied = traceRefusal(recordOf(stream).timeline, stream, 'an error status')
    if (misapplied !== undefined) throw misapplied
    throw gatewayFault(stream, {
      what: 'stream-not-refused',
      summary: `The client asked for a stream, and the gateway answered ${stream.status ?? `nothing (${stream.ended?.how})`}, expected an error status and no stream.`,
      expected: 'an error status, no event stream',
    })
  },

  toHaveHeader(stream: StreamView, name: string, pattern: RegExp, due = `one that matches ${pattern}`) {
    const value = stream.responseHeaders[name]
    if (value !== undefined && pattern.test(String(value))) return holds
    throw gatewayFault(stream, {
      what: headerFinding(name),
      summary: `The gateway's response to the client has ${value === undefined ? `no header ${name}` : `the header ${name}: ${quoted(String(value))}`}, expected ${due}.`,
      expected: `${name}: ${due}`,
    })
  },

  toLackHeader(stream: StreamView, name: string) {
    const value = stream.responseHeaders[name]
    if (value === undefined) return holds
    throw gatewayFault(stream, {
      what: headerFinding(name),
      summary: `The gateway's response to the client has the header ${name}: ${quoted(String(value))}, expected none.`,
      expected: `no ${name}`,
    })
  },

  toHaveSeenNoRequestFor(backend: { readonly timeline: Timeline }, path: string) {
    const followed = backend.timeline.entries.find(
      entry =>
        (entry.kind === 'callback-request' || entry.kind === 'backend-request') && entry.target === path,
    )
    if (followed === undefined) return holds
    throw gatewayFault([], {
      what: 'callback-redirect-followed',
      summary: `The backend answered the connect callback with a redirect, and the gateway followed it: it asked the backend for ${path}.`,
      expected: `no request for ${path}`,
    })
  },
})

waitBefore(OPENING, {
  toBeWaiting: stream => clientOf(stream).callbackFence(),
  toBeRefusedWith: async (subject, status) => {
    if (!(subject instanceof StreamView)) return
    const client = clientOf(subject)
    await client.waitForResponse(subject)
    const allowed = statusesOf(status)
    const isOver =
      rejectedStatus(subject, allowed) === undefined
        ? allowed.includes(subject.status ?? 0) && !claimsToBeStream(subject)
        : subject.isEventStream
    if (isOver) await unlessExpired(client.waitForEnd(subject))
    // The events of a stream that should not be open belong to the verdict.
    else if (subject.isOpen) await unlessExpired(client.fence(subject))
  },
  toBeRefused: async stream => {
    const client = clientOf(stream)
    await client.waitForResponse(stream)
    if ((stream.status ?? 0) >= 400 && !claimsToBeStream(stream))
      await unlessExpired(client.waitForEnd(stream))
  },
})

/** The finding for a refusal with an unexpected status. */
function wrongRefusal(stream: StreamView, allowed: readonly number[]): DetailsOf<'gateway'>['what'] {
  if (allowed.some(status => status >= 500)) return 'backend-failure-wrong-status'
  const { response } = recordOf(stream).timeline.exchanges.connect(stream.number)
  const isRefused = response !== undefined && response.status >= 300
  return isRefused ? 'backend-status-not-forwarded' : 'refusal-wrong-status'
}

function headerFinding(name: string): DetailsOf<'gateway'>['what'] {
  if (name.startsWith('access-control-')) return 'cors-header-wrong'
  return name === 'content-type' ? 'content-type-wrong' : 'response-header-wrong'
}

function statusesOf(status: number | readonly number[]): readonly number[] {
  return typeof status === 'number' ? [status] : status
}

/** Of these, the status that the edition reports as an event on a stream. */
function rejectedStatus(stream: StreamView, allowed: readonly number[]): number | undefined {
  return allowed.find(each => isRejectedOnStream(each, recordOf(stream).capabilities))
}

function isRejectedOnStream(status: number, capabilities: Capabilities | undefined): boolean {
  return capabilities?.rejectsOnStream === true && REJECTED_STATUSES.includes(status)
}

/** In an edition that reports refusals on the stream: one `rejected` event, and the end. */
function rejectedOnStream(stream: StreamView, status: number) {
  const expected = `event: rejected  data: {"status":${status},…}, and the end of the stream`
  if (!stream.isEventStream) {
    throw gatewayFault(stream, {
      what: 'refusal-of-other-edition',
      summary: `The backend refused the stream with ${status}, and the gateway answered the client ${stream.status ?? `nothing (${stream.ended?.how})`}. In this edition the client gets a stream with the event "rejected".`,
      expected,
    })
  }
  const [event, ...more] = stream.received
  const asDue = event?.event === 'rejected' && statusIn(event.data) === status
  if (asDue && more.length === 0 && stream.ended?.how === 'clean') return holds
  throw gatewayFault(stream, {
    what: 'rejected-event-wrong',
    summary: `The backend refused the stream with ${status}. The client got a stream with ${event === undefined ? 'no event' : `${stream.received.length === 1 ? '' : `${stream.received.length} events, first `}${describeEvent(event)} with data ${quoted(event.data)}`}, which ${stream.ended === undefined ? 'did not end' : `ended ${stream.ended.how}`}; expected the event "rejected" and the end of the stream.`,
    expected,
  })
}

function statusIn(data: string): unknown {
  return (parsed(data) as { status?: unknown } | null | undefined)?.status
}

/** A refusal with the right status that says that it is a stream. @throws Violation always */
function declaredAsStream(stream: StreamView): never {
  throw gatewayFault(stream, {
    what: 'refusal-as-event-stream',
    summary: `The gateway answered the client ${stream.status}, which is right, but with the Content-Type ${quoted(String(stream.responseHeaders['content-type']))}.`,
    expected: `${stream.status}, no event stream`,
  })
}

/** A refusal that has come to its end. */
function finished(stream: StreamView): typeof holds {
  if (stream.ended !== undefined) return holds
  throw gatewayFault(stream, {
    what: 'refusal-unfinished',
    summary: `The gateway answered the client ${stream.status} but never ended that response: the client waits for the rest of it.`,
    expected: 'the end of the answer',
  })
}

/** A refusal is a finished answer and no event stream, whatever its status. */
function claimsToBeStream(stream: StreamView): boolean {
  return /event-stream/i.test(String(stream.responseHeaders['content-type'] ?? ''))
}
