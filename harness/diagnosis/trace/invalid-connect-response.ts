import { isSomeJson, problemInCallback } from '../../contract/index.ts'
import { CALLBACK_TIMEOUT_MS, TIMER_SLACK } from '../../contract/timing.ts'
import { printable, quoted } from '../../redaction/printable.ts'
import type { EntryOf, Timeline } from '../../timeline/index.ts'
import { backendFault, type DetailsOf, gatewayFault, ViolationError } from '../violation.ts'

/** What a backend should have made of a connect callback. */
export interface ExpectedAnswer {
  /** E.g. `2xx`. */
  readonly status: string
  readonly fits: (status: number) => boolean
}

const ACCEPTED: ExpectedAnswer = { status: '2xx', fits: status => status < 300 }

/**
 * Whether a stream came to nothing, or to something, because of what the backend answered to its connect callback; and
 * whether it was right to answer so, since the callback was not what the client asked for.
 * @returns `undefined` when the backend answered as expected, or has not answered
 */
export function traceConnectAnswer(
  timeline: Timeline,
  stream: { readonly number: number; readonly target: string },
  due: ExpectedAnswer = ACCEPTED,
): ViolationError | undefined {
  const { request: connect, response: answer } = timeline.exchanges.connect(stream.number)
  if (connect === undefined) return undefined
  if (answer === undefined) return traceUnansweredCallback(timeline, stream, connect, due)
  if (due.fits(answer.status)) return undefined
  const said = `The backend answered the connect callback ${answer.status} ${quoted(answer.body.trim(), 120)}, expected ${due.status}`
  const expected = `POST connect answered ${due.status}`
  const flaw = callbackFlaw(connect, stream.target)
  if (flaw !== undefined) {
    return gatewayFault(stream, {
      expected,
      what: flaw.what,
      summary: `${said}. But the callback of the gateway is wrong (${flaw.why}).`,
    })
  }
  if (answer.status !== 401) {
    const isRefusal = answer.status >= 300
    return backendFault(stream, {
      expected,
      what: isRefusal ? 'stream-refused' : 'invalid-callback-accepted',
      summary: `${said}. The callback has the form of the contract and the URL that the client asked for, ${quoted(stream.target, 120)}.${listedHeaders(connect)}`,
    })
  }
  if (/[?&]secret=/.test(connect.target)) {
    return new ViolationError({
      expected,
      streams: [stream.number],
      party: 'configuration',
      what: 'secrets-differ',
      summary: `${said}. The secret in the gateway's CALLBACK_URL is not the one in the backend's SSE_CALLBACK_SECRET.`,
    })
  }
  return gatewayFault(stream, {
    expected,
    what: 'callback-without-secret',
    summary: `${said}. The callback of the gateway has no secret, though the gateway's CALLBACK_URL has one.`,
  })
}

/** What is wrong with a connect callback itself. */
function callbackFlaw(
  { payload, method, contentType }: EntryOf<'callback-request'>,
  target: string,
): { readonly what: DetailsOf<'gateway'>['what']; readonly why: string } | undefined {
  const problem =
    method !== 'POST'
      ? `its method is ${printable(method)}`
      : isSomeJson(contentType)
        ? problemInCallback(payload)
        : `its content type is ${quoted(contentType)}`
  if (problem !== undefined) return { what: 'callback-malformed', why: problem }
  const { url } = payload.request
  if (url === target) return undefined
  return {
    what: 'connect-callback-wrong-url',
    why: `its request.url is ${quoted(url, 120)}, but the client asked for ${quoted(target, 120)}`,
  }
}

/** A backend that expects one text for each header may stumble over a list, which the contract allows. */
function listedHeaders({ payload }: EntryOf<'callback-request'>): string {
  const names = Object.entries(payload.request.headers).flatMap(([name, value]) =>
    Array.isArray(value) ? [quoted(name)] : [],
  )
  return names.length === 0
    ? ''
    : ` Its header ${names.join(' and ')} has a list of values, as the contract allows.`
}

/** A connect callback that came to nothing. */
function traceUnansweredCallback(
  timeline: Timeline,
  stream: { readonly number: number },
  connect: EntryOf<'callback-request'>,
  due: ExpectedAnswer,
): ViolationError | undefined {
  const givenUp = timeline.exchanges.callback(connect.call).unanswered
  if (givenUp === undefined) return undefined
  if (givenUp.by === 'backend') {
    return backendFault(stream, {
      what: 'callback-unanswered',
      summary: `The gateway made the connect callback, and ${givenUp.why}. No stream was opened.`,
      expected: `POST connect answered ${due.status}`,
    })
  }
  if (givenUp.by !== 'gateway') return undefined
  const waited = `${((givenUp.at - connect.at) / 1_000).toFixed(1)} s`
  if (givenUp.at - connect.at < CALLBACK_TIMEOUT_MS * TIMER_SLACK) {
    return gatewayFault(stream, {
      what: 'connect-callback-timeout-too-short',
      summary: `The gateway waited only ${waited} for the backend's answer to the connect callback, then refused the client; a backend has ${CALLBACK_TIMEOUT_MS / 1_000} s.`,
      expected: `${CALLBACK_TIMEOUT_MS / 1_000} s for the backend to answer`,
    })
  }
  const isPending = ({ send, at }: EntryOf<'send-request'>): boolean =>
    at > connect.at &&
    at < givenUp.at &&
    !((timeline.exchanges.send(send).response?.at ?? Number.POSITIVE_INFINITY) < givenUp.at)
  const pending = timeline.all('send-request').find(entry => !entry.fence && isPending(entry))
  if (pending === undefined) {
    return backendFault(stream, {
      what: 'connect-callback-slow',
      summary: `The backend did not answer the connect callback within ${waited}; the gateway then gave up and refused the client. A backend has ${CALLBACK_TIMEOUT_MS / 1_000} s.`,
      expected: `POST connect answered ${due.status}`,
    })
  }
  return gatewayFault(stream, {
    what: 'send-blocked-during-connect',
    summary: `Inside its connect callback the backend sent ${quoted(pending.raw, 100)}, and the gateway did not answer that send. Each waited for the other; after ${waited} the gateway gave up and refused the client.`,
    expected: 'an answer to the send, while the connect callback is open',
  })
}
