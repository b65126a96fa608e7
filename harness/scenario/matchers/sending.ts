import { expect } from 'vitest'
import type { Sent } from '../../backend/index.ts'
import type { Capabilities } from '../../contract/index.ts'
import { quoted } from '../../verdict/index.ts'
import { conversationOf, fail, holds } from './matching.ts'

expect.extend({
  toBeAccepted(sent: Sent) {
    if (sent.status === 200) return holds
    return fail({
      party: 'gateway',
      what: 'it refused a send that was due',
      summary: `The gateway answered a correct send to a connected token ${sent.status ?? sent.failure}; 200 was due.`,
      streams: [],
      expected: '200',
    })
  },

  async toBeAnswered(sending: Promise<Sent>) {
    const pending = Symbol('pending')
    const first = await Promise.race([sending, Promise.resolve(pending)])
    if (typeof first !== 'symbol') return holds
    return fail({
      party: 'gateway',
      what: 'it keeps the backend waiting',
      summary:
        'The gateway has not answered the send, though another stream went through its whole life since.',
      streams: [],
      expected: 'an answer to the send',
    })
  },

  toExplainItself(sent: Sent) {
    const form = conversationOf(sent.timeline).capabilities?.errorForm ?? 'text'
    const problem = explanationProblem(sent, form)
    if (problem === undefined) return holds
    return fail({
      party: 'gateway',
      what: 'it refused in the wrong form',
      summary: `The gateway refused a send with ${sent.status}, but ${problem}: ${quoted(sent.body, 160)}.`,
      streams: [],
      expected: `${ERROR_FORMS[form]} as application/json`,
    })
  },
})

/** A send that should have been refused with one of these. */
export function refusedSend(sent: Sent, allowed: readonly number[]) {
  if (allowed.includes(sent.status ?? 0)) return holds
  return fail({
    party: 'gateway',
    what:
      sent.status === 200 ? 'it accepted a send that it cannot deliver' : 'it refused with another status',
    summary: `The gateway answered the send ${quoted(JSON.stringify(sent.command), 120)} with ${sent.status ?? sent.failure}; ${allowed.join(' or ')} was due.`,
    streams: [],
    expected: allowed.join(' or '),
  })
}

const ERROR_FORMS = { text: '{"error":"…"}', object: '{"error":{"message":"…","code":"…"}}' } as const

function explanationProblem(sent: Sent, form: Capabilities['errorForm']): string | undefined {
  if (!/^application\/json\b/i.test(sent.contentType))
    return `not as JSON (${sent.contentType || 'no content type'})`
  let body: unknown
  try {
    body = JSON.parse(sent.body)
  } catch {
    return 'not in valid JSON'
  }
  const error = (body as { error?: unknown } | null)?.error
  if (!hasForm(error, form)) return `not in the form ${ERROR_FORMS[form]}`
  if (/\bat \S+ \(|node_modules|\.[jt]s:\d+/.test(sent.body)) return 'with something internal in it'
  return undefined
}

function hasForm(error: unknown, form: Capabilities['errorForm']): boolean {
  const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''
  if (form === 'text') return isText(error)
  const { message, code } = (error ?? {}) as { message?: unknown; code?: unknown }
  return isText(message) && isText(code)
}
