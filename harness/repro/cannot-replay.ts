import { exitInWords } from '../process/index.ts'
import type { Timeline } from '../timeline/index.ts'
import type { Exchange } from './exchange.ts'

/** More sends than these, and longer ones, make a replay by hand no clearer. */
const MOST_SENDS = 8
const LONGEST_BODY = 4_000

/** Why the printed commands would not do what the scenario did; `undefined` where they do. */
export function cannotBeReplayed(timeline: Timeline, exchanges: readonly Exchange[]): string | undefined {
  if (timeline.all('gateway-handled').length > 0) return 'the gateway was started or signalled in the middle'
  if (timeline.all('callback-held').length > 0 || timeline.all('callback-unanswered').length > 0) {
    return 'the backend did not answer a callback'
  }
  if (timeline.all('stream-end').some(({ how }) => how.endsWith('-by-client'))) {
    return 'a client left in the middle'
  }
  if (timeline.all('callback-response').some(({ status }) => status >= 300 && status < 400)) {
    return 'the backend answered with a redirect, whose Location is not in the timeline'
  }
  if (timeline.all('send-request').some(({ raw }) => raw.includes('\ufffd'))) {
    return 'the bytes of a send are not UTF-8'
  }
  if (exchanges.some(({ connect }) => connect !== undefined && connect.answer === undefined)) {
    return 'the backend did not answer a callback'
  }
  const sends = exchanges.flatMap(({ sends }) => sends.map(({ request }) => request))
  if (sends.some(({ isSpecial }) => isSpecial)) {
    return 'a send went out with headers of its own, in pieces, or cut short'
  }
  if (sends.length > MOST_SENDS) return `it takes ${sends.length} sends`
  const longest = Math.max(0, ...sends.map(({ raw }) => raw.length))
  if (longest > LONGEST_BODY) return `a send has ${longest} characters`
  if (isInterleaved(timeline, exchanges)) return 'its streams are sent to in turns'
  const isEmpty = exchanges.length === 0 && timeline.all('line-sent').length === 0
  return isEmpty ? 'no client is part of it' : undefined
}

/** Says that the gateway ended and was not started again; `undefined` while it runs. */
export function endOfGateway(timeline: Timeline): string | undefined {
  const ends = timeline.all('gateway-exited')
  const restarts = timeline.all('gateway-handled').filter(({ restarts }) => restarts)
  // Each restart ends one gateway and starts another.
  const last = ends.length > restarts.length ? ends.at(-1) : undefined
  if (last === undefined) return undefined
  return `the gateway ended with ${exitInWords(last)}`
}

/** Whether something is sent to a stream after the next one was asked for; the commands have one stream after another. */
function isInterleaved({ entries }: Timeline, exchanges: readonly Exchange[]): boolean {
  return exchanges.some(({ sends }, n) => {
    const next = exchanges[n + 1]
    const from = next === undefined ? entries.length : entries.indexOf(next.request)
    return sends.some(({ request }) => entries.indexOf(request) > from)
  })
}
