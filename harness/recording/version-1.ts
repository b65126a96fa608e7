import type { SendFailure } from '../timeline/index.ts'
import { isObject, type Json } from './json-object.ts'
import { TITLES_OF_VERSION_1 } from './version-1-titles.ts'

/** Why a connection broke, in the words of whoever saw it break; waiting in vain is none of them. */
const BREAK = /\bE(?:CONN[A-Z]+|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH)\b|socket hang up|broke the connection/

/** What only this program asks for, to prove an order. */
const FENCE = /^\/fence\?/

/** An entry as version 1 of the format has it, in the form of this one: what was to be read from words is a field. */
export function entryOfVersion1(entry: Json): Json {
  const why = String(entry.why)
  switch (entry.kind) {
    case 'callback-unanswered': {
      const broke = BREAK.test(why) || why.endsWith('refused the connection')
      return { ...entry, by: enderIn(why), ...(broke ? { broke } : {}) }
    }
    case 'send-failed':
      return { ...entry, reason: reasonIn(why) }
    case 'gateway-handled': {
      const signal = /^sends (SIGTERM|SIGINT) /.exec(String(entry.text))?.[1]
      return signal === undefined ? entry : { ...entry, signal }
    }
    case 'stream-request':
      return FENCE.test(String(entry.url)) ? { ...entry, fence: true } : entry
    case 'hook':
      return entry.isAnswered === false && BREAK.test(String(entry.answer))
        ? { ...entry, broke: true }
        : entry
    default:
      return entry
  }
}

/** The last line as version 1 of the format has it, in the form of this one: findings by id, health by a field. */
export function tailOfVersion1(tail: Json): Json {
  const { backendThen, failure, gatewayThen } = tail
  return {
    ...tail,
    ...(isObject(failure) && isObject(failure.details)
      ? { failure: { ...failure, details: withId(failure.details) } }
      : {}),
    ...(isObject(gatewayThen) ? { gatewayThen: withHealth(gatewayThen) } : {}),
    ...(isObject(backendThen) ? { backendThen: withHealth(backendThen) } : {}),
  }
}

function enderIn(why: string): 'gateway' | 'backend' | 'network' {
  if (why.startsWith('the gateway')) return 'gateway'
  return why.startsWith('the network') ? 'network' : 'backend'
}

function reasonIn(why: string): SendFailure {
  if (why.startsWith('no answer within')) return 'timeout'
  if (why.startsWith('not tried')) return 'not-tried'
  if (why.startsWith('the backend gave up')) return 'given-up'
  return BREAK.test(why) ? 'broken' : 'other'
}

function withId(details: Json): Json {
  const ids = TITLES_OF_VERSION_1[String(details.party)] ?? {}
  const title = String(details.what)
  return Object.hasOwn(ids, title) ? { ...details, what: ids[title] } : details
}

function withHealth(then: Json): Json {
  const said = String(then.health)
  return { ...then, health: { answers: said.startsWith('answers'), said } }
}
