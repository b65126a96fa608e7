import type { Sent } from '../../backend/index.ts'
import type { Line, LineView, StreamView } from '../../client/index.ts'
import { type Capabilities, capabilitiesOf, EDITIONS, isJson, problemIn } from '../../contract/index.ts'
import type { Timeline } from '../../timeline/index.ts'
import { describe, isReadySignal, named, quoted } from '../../verdict/index.ts'
import type { ExpectedEvent } from './declaration.ts'
import { DISCONNECT_REASONS, reported, reportedOnceEach } from './life.ts'
import {
  conversationOf,
  defineMatchers,
  fail,
  holds,
  parsed,
  unlessExpired,
  waitBefore,
  worldOf,
} from './matching.ts'
import { isStream as isStreamView } from './recorded-value.ts'
import { wronglyAnswered } from './sending.ts'

/** What shows the inside of a program: a stack frame, a source file, an error of the operating system. */
const INTERNAL = /\bat \S+ \(|node_modules|\.[jt]s:\d+/

const ERROR_FORMS = { text: '{"error":"…"}', object: '{"error":{"message":"…","code":"…"}}' } as const

const ANSWERS = defineMatchers({
  toExplainItself(subject: Sent | StreamView) {
    const isStream = isStreamView(subject)
    const form = worldOf(isStream ? subject : subject.timeline).capabilities?.errorForm ?? 'text'
    const body = isStream ? subject.body.toString() : subject.body
    const contentType = isStream ? String(subject.responseHeaders['content-type'] ?? '') : subject.contentType
    if (!isStream && (subject.status ?? 0) < 400) return wronglyAnswered(subject, 'a status from 400 on')
    const refused = `The gateway refused ${isStream ? `the request ${asked(subject)}` : 'a send'} with ${subject.status}`
    const streams = isStream ? [subject.number] : []
    const leak = body.split(/\r?\n|\\n/).find(line => INTERNAL.test(line))
    if (leak !== undefined) {
      return fail({
        party: 'gateway',
        what: 'refusal-leaks-details',
        summary: `${refused}, and its answer shows the inside of the gateway: ${quoted(leak.trim(), 120)}; whoever is refused is to learn the status and a reason, and nothing more.`,
        streams,
        expected: 'no stack trace and no path of a file',
      })
    }
    const problem = explanationProblem(body, contentType, form)
    if (problem === undefined) return holds
    const ofAnother = editionsWith(otherForm(form))
    const isOfAnother = explanationProblem(body, contentType, otherForm(form)) === undefined
    return fail({
      party: 'gateway',
      what: 'refusal-malformed',
      summary: `${refused}, but ${problem}: ${quoted(body.trim(), 160)}${isOfAnother ? `; that is the form of the edition ${ofAnother}` : ''}.`,
      streams,
      expected: `${ERROR_FORMS[form]} as application/json`,
      ...(isOfAnother ? { manner: "another edition's errors" as const } : {}),
    })
  },

  toBeSettled(stream: StreamView) {
    if (stream.isOpen) return holds
    if ((stream.status ?? 0) >= 500) return holds
    return fail({
      party: 'gateway',
      what: 'stream-neither-opened-nor-refused',
      summary: `The client asked for a stream, and the gateway answered ${stream.status ?? `nothing (${stream.ended?.how})`}; an open stream or a status from 500 on was due.`,
      streams: [stream.number],
      expected: 'an open stream, or a 5xx status',
    })
  },

  toTellNothingOf(stream: StreamView, secrets: readonly (string | undefined)[]) {
    const told = `${JSON.stringify(stream.responseHeaders)}\n${stream.body.toString()}`
    const leaked = secrets.find(secret => secret !== undefined && told.includes(secret))
    const inside = /\bat \S+ \(|node_modules|\.[jt]s:\d+|\bE(?:CONN[A-Z]+|NOTFOUND|PIPE|HOSTUNREACH)\b/.exec(
      told,
    )?.[0]
    if (leaked === undefined && inside === undefined) return holds
    return fail({
      party: 'gateway',
      what: 'refusal-leaks-details',
      summary: `The gateway refused the client with ${stream.status}; its answer ${leaked === undefined ? `shows the inside of the gateway (${quoted(inside ?? '')})` : 'repeats a part of the callback URL'}; a client is to learn the status and a reason, and nothing more.`,
      streams: [stream.number],
      expected: 'neither the callback URL nor a stack trace',
    })
  },

  toHaveStatus(stream: StreamView, allowed: readonly number[]) {
    if (allowed.includes(stream.status ?? 0)) return holds
    return fail({
      party: 'gateway',
      what: 'wrong-status',
      summary: `The gateway answered ${asked(stream)} ${stream.isEventStream && stream.ended === undefined ? `${stream.status} and opened a stream` : (stream.status ?? `nothing (${stream.ended?.how ?? 'and goes on'})`)}; ${allowed.join(' or ')} was due.`,
      streams: [stream.number],
      expected: allowed.join(' or '),
    })
  },

  toBeUnannounced(stream: StreamView) {
    if (stream.connect === undefined) return holds
    return fail({
      party: 'gateway',
      what: 'connect-callback-for-no-stream',
      summary: `The client made the request ${asked(stream)}, which asks for no stream, and the gateway made a connect callback for it.`,
      streams: [stream.number],
      expected: 'no connect callback',
    })
  },

  toHaveBeenCutOrRefused(line: LineView) {
    const odd = line.statuses.find(status => status < 400)
    if (odd === undefined) return holds
    return fail({
      party: 'gateway',
      what: 'invalid-http-accepted',
      summary: `The gateway answered what is no HTTP request with ${odd}; a 4xx status or the end of the connection was due.`,
      streams: [],
      expected: 'a 4xx status or the end of the connection',
    })
  },

  toBeReportedIfAnnounced(stream: StreamView) {
    return stream.connect === undefined ? holds : reportedOnceEach([stream], DISCONNECT_REASONS)
  },

  toTellRejection(stream: StreamView, status: number) {
    const [told] = stream.received
    const problem = problemIn('rejected', parsed(told?.data))
    if (told?.event === 'rejected' && problem === undefined) return holds
    return fail({
      party: 'gateway',
      what: 'rejected-event-wrong',
      summary: `The backend refused the stream with ${status}, and the gateway told the client so as ${told === undefined ? 'nothing' : `${describe(told)} with data ${quoted(told.data)}`}${problem === undefined ? '' : `: ${problem}`}.`,
      streams: [stream.number],
      expected: `event: rejected  data: {"status":${status},"message":"…"}`,
    })
  },

  toHaveTakenNextSend(line: LineView, stream: StreamView, event: ExpectedEvent) {
    const next = line.statuses[1]
    if (next === undefined && line.ended !== undefined) return holds
    if (next === undefined) {
      return fail({
        party: 'gateway',
        what: 'connection-stuck-after-refusal',
        summary: `The gateway answered ${line.statuses[0] ?? 'nothing'} to a send that it should refuse, kept the connection, and answered nothing to the correct send that followed on it.`,
        streams: [stream.number],
        expected: '200, or the end of the connection behind the refusal',
      })
    }
    if (next === 200) {
      // An opening signal, of whatever edition, is no effect of a send.
      const [arrived, ...more] = stream.received.filter(one => !isReadySignal(one))
      const whole = arrived?.event === (event.event ?? 'message') && arrived.data === event.data
      if (whole && more.length === 0) return holds
    }
    return fail({
      party: 'gateway',
      what: 'connection-out-of-sync',
      summary: `The gateway answered ${line.statuses[0]} to a send that it should refuse, and kept the connection. The next send on that connection was correct, and the gateway answered it ${next}${next === 200 ? `; what reached the stream then is ${stream.received.length === 0 ? 'nothing' : stream.received.map(named).join(', ')}, where ${named({ event: event.event ?? 'message', data: event.data })} alone was due` : '; 200 was due'}.`,
      streams: [stream.number],
      expected: '200, or the end of the connection behind the refusal',
    })
  },

  toHaveClosedBehindAnswer(line: LineView) {
    if (line.ended !== undefined) return holds
    return fail({
      party: 'gateway',
      what: 'connection-close-ignored',
      summary: `The client asked with Connection: close; the gateway answered ${line.statuses.join(', ') || 'nothing'} and left the connection open.`,
      streams: [],
      expected: 'the end of the connection behind the answer',
    })
  },

  toHaveBeenAskedOnce(backend: { readonly timeline: Timeline }, stream: StreamView) {
    const asked = backend.timeline
      .all('callback-request')
      .filter(entry => entry.stream === stream.number && entry.payload.action === 'connect')
    if (asked.length === 1) return holds
    return fail({
      party: 'gateway',
      what: asked.length === 0 ? 'connect-callback-missing' : 'connect-callback-repeated',
      summary: `The client made one request for a stream, and the gateway made ${asked.length} connect callbacks for it; one was due.`,
      streams: [stream.number],
      expected: 'POST connect, once',
    })
  },
})

waitBefore(ANSWERS, {
  toBeSettled: async stream => {
    await conversationOf(stream).answered(stream)
    if (!stream.isOpen) await conversationOf(stream).ended(stream)
  },
  toBeUnannounced: stream => conversationOf(stream).callbackFence(),
  toBeReportedIfAnnounced: async stream => {
    await conversationOf(stream).callbackFence()
    if (stream.connect !== undefined) await reported([stream])
  },
  toHaveTakenNextSend: async (line, stream) => {
    await unlessExpired((line as Line).answered(2))
    if (line.statuses[1] === 200) await conversationOf(stream).fence(stream)
  },
  toHaveClosedBehindAnswer: line => unlessExpired((line as Line).closed()),
})

/** A request of a client, by its method and target. */
function asked(stream: StreamView): string {
  const { timeline } = worldOf(stream)
  const request = timeline.all('stream-request').find(entry => entry.stream === stream.number)
  return `${request?.method ?? 'GET'} ${stream.target}`
}

function explanationProblem(
  body: string,
  contentType: string,
  form: Capabilities['errorForm'],
): string | undefined {
  if (!isJson(contentType)) return `not as JSON (${contentType || 'no content type'})`
  const explanation = parsed(body)
  if (explanation === undefined) return 'not in valid JSON'
  if (!hasForm((explanation as { error?: unknown } | null)?.error, form)) {
    return `not in the form ${ERROR_FORMS[form]}`
  }
  return undefined
}

function otherForm(form: Capabilities['errorForm']): Capabilities['errorForm'] {
  return form === 'text' ? 'object' : 'text'
}

function editionsWith(form: Capabilities['errorForm']): string {
  return EDITIONS.filter(edition => capabilitiesOf(edition).errorForm === form).join(' or ')
}

function hasForm(error: unknown, form: Capabilities['errorForm']): boolean {
  const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''
  if (form === 'text') return isText(error)
  const { message, code } = (error ?? {}) as { message?: unknown; code?: unknown }
  return isText(message) && isText(code)
}
