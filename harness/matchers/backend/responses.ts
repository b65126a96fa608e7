import { isSomeJson, problemIn } from '../../contract/index.ts'
import { backendFault, quoted } from '../../diagnosis/index.ts'
import type { BackendResponse } from '../../mock-gateway/index.ts'
import { parseJson } from '../../util/parse-json.ts'
import { defineMatchers } from '../registry.ts'
import {
  describeResponse,
  mustBeLetIn,
  mustBeOutsideProduction,
  mustHaveAccepted,
  mustHaveAnswered,
  streamsOf,
} from './response-checks.ts'
import type { AcceptedWrongly } from './types.ts'
import { wrongStatusFinding } from './unexpected-response.ts'

/** What shows the inside of a program in any of the usual languages. */
const INSIDE =
  /Traceback \(most recent call last\)|File "[^"]+", line \d+|\bat \S+ \(\S+:\d+|\.py:\d+|Werkzeug Debugger/

defineMatchers({
  toHaveValidConnectAnswer(answer: BackendResponse) {
    mustHaveAccepted(answer)
    const { status, contentType, body, asked } = answer
    const expected = '200 as application/json, {"event":{…}} or {}'
    mustBeJson(answer, expected)
    const problem = isSomeJson(contentType)
      ? problemIn('connect-answer', parseJson(body))
      : 'its Content-Type is not application/json'
    if (status === 200 && problem === undefined) return undefined
    return backendFault(streamsOf(answer), {
      expected,
      what: 'acceptance-malformed',
      summary: `The backend answered ${asked} with ${describeResponse(answer)}${problem === undefined ? '' : `: ${problem}`}.`,
    })
  },

  toAccept(answer: BackendResponse) {
    mustHaveAccepted(answer)
    return undefined
  },

  toCarryConnectionOpen(answer: BackendResponse) {
    mustHaveAccepted(answer)
    const expected = '{"event":{"name":"connection_open","data":"{\\"status\\": \\"connected\\"}"}}'
    mustBeJson(answer, expected)
    const event = (
      parseJson(answer.body) as { event?: { name?: unknown; data?: unknown } } | null | undefined
    )?.event
    const data = typeof event?.data === 'string' ? parseJson(event.data) : event?.data
    const problem =
      event?.name === 'connection_open'
        ? problemIn('connection-open', data)
        : event === undefined
          ? 'it has no event'
          : `its event is ${quoted(String(event.name))}`
    if (problem === undefined) return undefined
    return backendFault(streamsOf(answer), {
      what: 'connection-open-missing',
      summary: `The backend answered ${answer.asked} with ${describeResponse(answer)}: ${problem}. The gateway sends the event of this answer first, before anything else, and clients wait for connection_open as the sign that they are connected.`,
      expected,
    })
  },

  toRefuseWith(answer: BackendResponse, due: 400 | 401, otherwise?: AcceptedWrongly | 'secret-checked-late') {
    mustHaveAnswered(answer)
    if (due !== 401) mustBeLetIn(answer)
    const { status = 0 } = answer
    if (status === due) return undefined
    return backendFault(streamsOf(answer), {
      what: wrongStatusFinding(due, status, otherwise),
      summary: `The backend answered ${answer.asked} with ${describeResponse(answer)}, expected ${due}.`,
      expected: `${due} {"error":"…"}`,
    })
  },

  toBeAcceptedWithoutSecret(answer: BackendResponse) {
    mustHaveAnswered(answer)
    if (answer.status !== 401) {
      mustHaveAccepted(answer)
      return undefined
    }
    mustBeOutsideProduction(answer)
    return backendFault(streamsOf(answer), {
      what: 'secret-required-outside-production',
      summary: `The backend, which does not run in production, answered ${answer.asked} with 401. Outside production it has to accept callbacks without the secret.`,
      expected: '2xx, with any secret or none',
    })
  },

  toBeAcknowledged(answer: BackendResponse) {
    mustHaveAnswered(answer)
    mustBeLetIn(answer)
    if (answer.status === 200) return undefined
    return backendFault(streamsOf(answer), {
      what: 'disconnect-callback-refused',
      summary: `The backend answered ${answer.asked} with ${describeResponse(answer)}, expected 200: the stream is over whatever the backend says, also one that it does not know.`,
      expected: '200',
    })
  },

  toBeAcceptedOrRefused(answer: BackendResponse) {
    mustHaveAnswered(answer)
    mustBeLetIn(answer)
    const { status = 0, contentType, asked, stream } = answer
    // Of a stream, a client decides what is in the callback; any other body is none that a gateway would make.
    const isOfClient = stream !== undefined
    const text = isOfClient ? asked : `a callback whose body is ${asked}`
    const expected = '2xx, or 400 {"error":"…"}'
    if (status >= 500 || (status >= 300 && status < 400)) {
      return backendFault(streamsOf(answer), {
        expected,
        what: 'hostile-callback-fails',
        summary: `The backend answered ${text} with ${describeResponse(answer)}, expected 2xx or 400${isOfClient ? ': any client of the gateway can send that' : ''}.`,
      })
    }
    if (status < 300 || isSomeJson(contentType)) return undefined
    if (parseJson(answer.body) !== undefined) declaredOtherwise(answer, expected)
    return backendFault(streamsOf(answer), {
      expected,
      what: 'hostile-callback-refusal-malformed',
      summary: `The backend answered ${text} with ${describeResponse(answer)}, expected JSON: every refusal is JSON.`,
    })
  },

  toHaveErrorMessage(answer: BackendResponse) {
    mustHaveAnswered(answer)
    const { status = 0, contentType, body, asked } = answer
    if (status < 400) return undefined
    const error = (parseJson(body) as { error?: unknown } | null | undefined)?.error
    const says = typeof error === 'string' ? error !== '' : typeof error === 'object' && error !== null
    if (isSomeJson(contentType) && says) return undefined
    if (says) declaredOtherwise(answer, `${status} {"error":"…"} as application/json`)
    return backendFault(streamsOf(answer), {
      what: 'refusal-without-error',
      summary: `The backend refused ${asked} with ${describeResponse(answer)}. That is not JSON with an error that says why.`,
      expected: '{"error":"…"} as application/json, with 400 or another 4xx status',
    })
  },

  toNotRepeat(answer: BackendResponse, secrets: readonly string[]) {
    const text = `${JSON.stringify(answer.headers)}\n${answer.body}`
    const at = secrets.findIndex(secret => text.includes(secret))
    const inside = INSIDE.exec(text)?.[0]
    if (at < 0 && inside === undefined) return undefined
    return backendFault(streamsOf(answer), {
      what: 'answer-leaks-secret',
      summary: `The backend's answer to ${answer.asked} (${answer.status}) ${at < 0 ? `shows internal details (${quoted(inside ?? '')})` : 'contains a secret or a credential of the client'}. Expected only what was wrong with the callback.`,
      expected: 'neither secrets nor a traceback',
    })
  },

  toHaveAnsweredInTime(answer: BackendResponse) {
    if (answer.status !== undefined) return undefined
    return backendFault(streamsOf(answer), {
      what: 'send-timeout-too-long',
      summary: `In this scenario the gateway is slow: it does not answer a send that the backend makes inside ${answer.asked}. The backend waited for that answer for so long that it did not answer the callback (${answer.failure}). A gateway gives a callback up after 5 s, and the client gets 504.`,
      expected: 'an answer to the callback within 5 s',
    })
  },
})

/** @throws Violation when a callback was answered with JSON of another content type, or with a web page */
function mustBeJson(answer: BackendResponse, expected: string): void {
  const { contentType, body, asked } = answer
  const isPage = /^\s*<(!doctype|html)/i.test(body)
  if (isSomeJson(contentType) && !isPage) return
  if (problemIn('connect-answer', parseJson(body)) === undefined) declaredOtherwise(answer, expected)
  if (!isPage && !/html/i.test(contentType)) return
  throw backendFault(streamsOf(answer), {
    what: 'callback-answered-with-page',
    summary: `The backend answered ${asked} with ${describeResponse(answer)}: a web page, and not JSON.`,
    expected,
  })
}

/** The right JSON under the name of something else. @throws Violation always */
function declaredOtherwise(answer: BackendResponse, expected: string): never {
  const { asked, body, contentType, status } = answer
  throw backendFault(streamsOf(answer), {
    what: 'answer-content-type-wrong',
    summary: `The backend answered ${asked} with ${status} and the right JSON (${quoted(body.trim(), 100)}), but with ${contentType === '' ? 'no Content-Type' : `the Content-Type ${quoted(contentType)}`}, expected application/json.`,
    expected,
  })
}
