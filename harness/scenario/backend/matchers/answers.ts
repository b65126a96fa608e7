import { expect } from 'vitest'
import { isSomeJson, problemIn } from '../../../contract/index.ts'
import type { CallbackAnswer } from '../../../mock-gateway/index.ts'
import { quoted } from '../../../verdict/index.ts'
import {
  inWords,
  mustBeLetIn,
  mustBeOutsideProduction,
  mustHaveAccepted,
  mustHaveAnswered,
  streamsOf,
} from '../answer-verdicts.ts'
import { sceneOf } from '../backend-scene.ts'
import { parsed } from '../backend-under-test.ts'
import type { AcceptedWrongly } from './declaration.ts'
import { fail, holds } from './matching.ts'

/** What shows the inside of a program in any of the usual languages. */
const INSIDE =
  /Traceback \(most recent call last\)|File "[^"]+", line \d+|\bat \S+ \(\S+:\d+|\.py:\d+|Werkzeug Debugger/

expect.extend({
  async toAcceptInForm(answer: CallbackAnswer) {
    await mustHaveAccepted(sceneOf(answer), answer)
    const { status, contentType, body, asked } = answer
    const common = {
      streams: streamsOf(answer),
      expected: '200 as application/json, in the form connect-answer',
    }
    mustBeNoPage(answer, common.expected)
    const problem = isSomeJson(contentType)
      ? problemIn('connect-answer', parsed(body))
      : 'it is not declared as JSON'
    if (status === 200 && problem === undefined) return holds
    return fail({
      ...common,
      what: 'acceptance-malformed',
      summary: `The backend answered ${asked} with ${inWords(answer)}${problem === undefined ? '' : `: ${problem}`}.`,
    })
  },

  async toAccept(answer: CallbackAnswer) {
    await mustHaveAccepted(sceneOf(answer), answer)
    return holds
  },

  async toCarryConnectionOpen(answer: CallbackAnswer) {
    await mustHaveAccepted(sceneOf(answer), answer)
    const expected = '{"event":{"name":"connection_open","data":"{\\"status\\": \\"connected\\"}"}}'
    mustBeNoPage(answer, expected)
    const event = (parsed(answer.body) as { event?: { name?: unknown; data?: unknown } } | null | undefined)
      ?.event
    const data = typeof event?.data === 'string' ? parsed(event.data) : event?.data
    const problem =
      event?.name === 'connection_open'
        ? problemIn('connection-open', data)
        : event === undefined
          ? 'there is no event in it'
          : `its event is ${quoted(String(event.name))}`
    if (problem === undefined) return holds
    return fail({
      what: 'connection-open-missing',
      summary: `The backend answered ${answer.asked} with ${inWords(answer)}: ${problem}. The gateway writes the event of this answer first on the stream, before anything that is sent; clients take connection_open for the sign that they are connected, and it can come first in no other way.`,
      streams: streamsOf(answer),
      expected,
    })
  },

  async toRefuseWith(
    answer: CallbackAnswer,
    due: 400 | 401,
    accepted: AcceptedWrongly = 'invalid-callback-accepted',
  ) {
    await mustHaveAnswered(sceneOf(answer), answer)
    if (due !== 401) mustBeLetIn(sceneOf(answer), answer)
    const { status = 0 } = answer
    if (status === due) return holds
    const what = status >= 500 ? 'invalid-callback-fails' : status < 300 ? accepted : 'refusal-wrong-status'
    return fail({
      what,
      summary: `The backend answered ${answer.asked} with ${inWords(answer)}; ${due} was due.`,
      streams: streamsOf(answer),
      expected: `${due} {"error":"…"}`,
    })
  },

  async toBeLetInWithoutSecret(answer: CallbackAnswer) {
    const scene = sceneOf(answer)
    await mustHaveAnswered(scene, answer)
    if (answer.status !== 401) {
      await mustHaveAccepted(scene, answer)
      return holds
    }
    mustBeOutsideProduction(scene, answer)
    return fail({
      what: 'secret-required-outside-production',
      summary: `The backend, which does not run in production, answered ${answer.asked} with 401; outside production no secret is asked for.`,
      streams: streamsOf(answer),
      expected: '2xx, whatever the secret',
    })
  },

  async toBeTaken(answer: CallbackAnswer) {
    await mustHaveAnswered(sceneOf(answer), answer)
    mustBeLetIn(sceneOf(answer), answer)
    if (answer.status === 200) return holds
    return fail({
      what: 'disconnect-callback-refused',
      summary: `The backend answered ${answer.asked} with ${inWords(answer)}; the stream is over whatever the backend says, so 200 was due, also for what it does not know.`,
      streams: streamsOf(answer),
      expected: '200',
    })
  },

  async toBeSettledCalmly(answer: CallbackAnswer) {
    await mustHaveAnswered(sceneOf(answer), answer)
    mustBeLetIn(sceneOf(answer), answer)
    const { status = 0, contentType, asked, stream } = answer
    // Of a stream, a client decides what is in the callback; any other body is none that a gateway would make.
    const isOfClient = stream !== undefined
    const told = isOfClient ? asked : `a callback whose body is ${asked}`
    const common = { streams: streamsOf(answer), expected: '2xx, or 400 {"error":"…"}' }
    if (status >= 500 || (status >= 300 && status < 400)) {
      return fail({
        ...common,
        what: 'hostile-callback-fails',
        summary: `The backend answered ${told} with ${inWords(answer)}; ${isOfClient ? 'whoever can ask the gateway for a stream can make it fail so' : 'it may refuse that with 400, and must not fail on it'}.`,
      })
    }
    if (status < 300 || isSomeJson(contentType)) return holds
    return fail({
      ...common,
      what: 'hostile-callback-refusal-malformed',
      summary: `The backend answered ${told} with ${inWords(answer)}; a refusal is JSON, whatever was refused.`,
    })
  },

  async toSayWhy(answer: CallbackAnswer) {
    await mustHaveAnswered(sceneOf(answer), answer)
    const { status = 0, contentType, body, asked } = answer
    if (status < 400) return holds
    const error = (parsed(body) as { error?: unknown } | null | undefined)?.error
    const says = typeof error === 'string' ? error !== '' : typeof error === 'object' && error !== null
    if (isSomeJson(contentType) && says) return holds
    return fail({
      what: 'refusal-unexplained',
      summary: `The backend answered ${asked} with ${inWords(answer)}; JSON with an error was due.`,
      streams: streamsOf(answer),
      expected: `${status} {"error":"…"} as application/json`,
    })
  },

  toRepeatNothingOf(answer: CallbackAnswer, secrets: readonly string[]) {
    const told = `${JSON.stringify(answer.headers)}\n${answer.body}`
    const at = secrets.findIndex(secret => told.includes(secret))
    const inside = INSIDE.exec(told)?.[0]
    if (at < 0 && inside === undefined) return holds
    return fail({
      what: 'answer-leaks-secret',
      summary: `The backend's answer to ${answer.asked} (${answer.status}) ${at < 0 ? `shows its inside (${quoted(inside ?? '')})` : 'repeats a secret or a credential of the client'}; an answer to a callback says what was wrong, and nothing more.`,
      streams: streamsOf(answer),
      expected: 'neither secrets nor a traceback',
    })
  },

  toHaveComeInTime(answer: CallbackAnswer) {
    if (answer.status !== undefined) return holds
    return fail({
      what: 'send-timeout-too-long',
      summary: `The gateway was slow: it left a send that the backend made from inside ${answer.asked} without an answer. The backend went on waiting for it, and did not answer that callback (${answer.failure}): a gateway gives a callback up after 5 s, and the client gets 504.`,
      streams: streamsOf(answer),
      expected: 'an answer before 5 s are over',
    })
  },
})

/** @throws Violation when a callback was answered with a page for people */
function mustBeNoPage(answer: CallbackAnswer, expected: string): void {
  const { contentType, body, asked } = answer
  if (!/html/i.test(contentType) && !/^\s*<(!doctype|html)/i.test(body)) return
  fail({
    what: 'callback-answered-with-page',
    summary: `The backend answered ${asked} with ${inWords(answer)}: a page for people, in which a gateway finds no event.`,
    streams: streamsOf(answer),
    expected,
  })
}
