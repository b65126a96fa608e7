import { exitInWords } from '../process/index.ts'
import type { Timeline } from '../timeline/index.ts'
import { longRun } from './curl.ts'
import type { RecipeClient } from './recipe-client.ts'

/** More of these, and longer ones, make a replay by hand no clearer. */
const MAX_CLIENTS = 6
const MAX_SENDS = 25
const MAX_TEXT = 8_000
const MAX_AT_ONCE = 2

/** Why no command that a person pastes does what the scenario did; `undefined` where some do. */
export function reasonNotReplayable(
  timeline: Timeline,
  clients: readonly RecipeClient[],
): string | undefined {
  return (
    ofTheGateway(timeline) ??
    ofTheNetwork(timeline) ??
    ofTheClients(timeline, clients) ??
    ofTheBackend(timeline) ??
    ofTheSends(timeline) ??
    (isEmpty(timeline, clients) ? 'no client, no send and no start of a gateway is part of it' : undefined)
  )
}

function ofTheGateway(timeline: Timeline): string | undefined {
  const handled = timeline.all('gateway-handled')
  const isUntold = handled.some(
    ({ launches, restarts, signal, text }) =>
      /^(?:sends|starts) /.test(text) && launches === undefined && signal === undefined && restarts !== true,
  )
  if (isUntold) return 'this timeline does not hold how the gateway was started or signalled'
  const behind = timeline.all('gateway-exited').find(({ program }) => program !== undefined)?.program
  if (handled.some(({ signal }) => signal !== undefined) && behind !== undefined) {
    return `the signal goes to ${behind} behind the shell that starts it, whose process id only this program looks up`
  }
  return undefined
}

function ofTheNetwork(timeline: Timeline): string | undefined {
  const isBroken = timeline.all('network').some(({ breaks, slows }) => breaks || slows)
  return isBroken ? 'it needs the network fault that this program injects' : undefined
}

function ofTheClients(timeline: Timeline, clients: readonly RecipeClient[]): string | undefined {
  if (clients.length > MAX_CLIENTS) return `it takes ${clients.length} clients`
  const bare = timeline.all('note').find(({ isBare }) => isBare)
  if (bare !== undefined) return `${bare.text}, which is no command of curl`
  if (timeline.all('stream-end').some(({ how }) => how === 'reset-by-client')) {
    return 'a client resets its connection, which is no command of curl'
  }
  const longest = Math.max(0, ...clients.map(({ request }) => request.url.length))
  return longest > MAX_TEXT ? `a client asks for a URL of ${longest} characters` : ofTheLines(timeline)
}

function ofTheLines(timeline: Timeline): string | undefined {
  const longest = Math.max(0, ...timeline.all('line-sent').map(({ bytes }) => bytes.length))
  return longest > MAX_TEXT ? `a client says ${longest} bytes on a bare connection` : undefined
}

function ofTheBackend(timeline: Timeline): string | undefined {
  const answers = timeline.all('callback-response')
  if (answers.some(({ headers, status }) => status >= 300 && status < 400 && headers === undefined)) {
    return 'the backend answered with a redirect, and this timeline does not hold where to'
  }
  const longest = Math.max(0, ...answers.map(({ body }) => body.length))
  if (longest > MAX_TEXT) return `an answer of the backend has ${longest} characters`
  return isGoneInTheMiddle(timeline) ? 'the backend goes away in the middle, and comes back' : undefined
}

/** Whether the backend is there for a part of it, and for another part is not. */
function isGoneInTheMiddle(timeline: Timeline): boolean {
  const isGone = timeline.all('note').some(({ backend }) => backend === 'gone')
  return isGone && !isGoneThroughout(timeline)
}

/** Whether no backend listens during the whole callback. */
export function isGoneThroughout(timeline: Timeline): boolean {
  const isGone = timeline.all('note').some(({ backend }) => backend === 'gone')
  return isGone && timeline.all('callback-request').length === 0
}

function ofTheSends(timeline: Timeline): string | undefined {
  const sends = timeline.all('send-request').filter(({ fence }) => !fence)
  if (sends.some(({ isSpecial }) => isSpecial)) {
    return 'a send goes out in pieces or is cut short, which is no command of curl'
  }
  if (sends.length > MAX_SENDS) return `it takes ${sends.length} sends`
  const atOnce = mostAtOnce(timeline)
  if (atOnce > MAX_AT_ONCE) return `${atOnce} sends are on their way at once`
  const longest = Math.max(0, ...sends.map(({ raw }) => raw.length - (longRun(raw)?.[2] ?? 0)))
  return longest > MAX_TEXT ? `a send has ${longest} characters` : undefined
}

/** How many sends waited for their answers at the same time; a shell makes them one after another. */
function mostAtOnce({ entries }: Timeline): number {
  const open = new Set<number>()
  let most = 0
  for (const entry of entries) {
    if (entry.kind === 'send-request') open.add(entry.send)
    else if (entry.kind === 'send-response' || entry.kind === 'send-failed') open.delete(entry.send)
    most = Math.max(most, open.size)
  }
  return most
}

function isEmpty(timeline: Timeline, clients: readonly RecipeClient[]): boolean {
  return (
    clients.length === 0 &&
    timeline.all('send-request').length === 0 &&
    timeline.all('line-sent').length === 0 &&
    timeline.all('gateway-handled').length === 0
  )
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
