import type { StreamView } from '../../client/index.ts'
import { NotTestable } from '../../failure.ts'
import type { LaunchedGateway } from '../../gateway/index.ts'
import { exitInWords } from '../../process/index.ts'
import { isPortTaken } from '../../service/index.ts'
import type { EntryOf } from '../../timeline/index.ts'
import { EXIT_NOT_OWN } from '../behind-shell.ts'
import type { GatewayHandle } from '../gateway-handle.ts'
import { conversationOf, defineMatchers, fail, holds, waitBefore, worldOf } from './matching.ts'

/** Any reason for which a stream may be reported to have ended. */
export const DISCONNECT_REASONS = ['client_closed', 'server_closed', 'error'] as const

/** What a launched gateway was found to answer, and everything that a gateway has printed. */
const statuses = new WeakMap<LaunchedGateway, number | undefined>()
const outputs = new WeakMap<GatewayHandle, readonly string[]>()

const LIFE = defineMatchers({
  toBeOrderly(exit: EntryOf<'gateway-exited'>, signal: NodeJS.Signals) {
    if (exit.code === 0 || exit.signal === signal) return holds
    return fail({
      party: 'gateway',
      what: 'exit-code-wrong',
      summary: `Told to stop by ${signal}, the gateway ended with ${exitInWords(exit)}; exit code 0 or ${signal} was due.`,
      streams: [],
      expected: `exit code 0 or ${signal}`,
    })
  },

  toHaveRefusedToStart(launched: LaunchedGateway) {
    const { exit } = launched
    if (exit !== undefined && exit.code !== 0) return holds
    return fail({
      party: 'gateway',
      what: 'invalid-setting-accepted',
      summary: `Started with an invalid setting, the gateway ${exit === undefined ? 'serves' : 'ended with exit code 0'}; an exit code other than 0 was due.`,
      streams: [],
      expected: 'an exit code other than 0',
    })
  },

  toHaveRefusedItsPort(launched: LaunchedGateway) {
    const elsewhere = isPortTaken(launched.lines.map(({ text }) => text))
    if (launched.exit !== undefined && launched.exit.code !== 0 && !elsewhere) return holds
    return fail({
      party: 'gateway',
      what: 'invalid-setting-accepted',
      summary: `Started with an invalid PORT, the gateway ${elsewhere ? 'tried another port, which somebody else has' : launched.exit === undefined ? 'started' : 'ended with exit code 0'}; an exit code other than 0 for its own PORT was due.`,
      streams: [],
      expected: 'an exit code other than 0',
    })
  },

  toHaveComplainedOf(launched: LaunchedGateway, name: string, ordinary: readonly string[]) {
    const usual = new Set(ordinary.map(withoutNumbers))
    const said = launched.lines.some(({ text }) => text.includes(name) && !usual.has(withoutNumbers(text)))
    if (said) return holds
    const hasEnded = launched.exit?.code !== 0 && launched.exit?.signal === null
    return fail({
      party: 'gateway',
      what: hasEnded ? 'invalid-setting-not-named' : 'ignored-setting-not-reported',
      summary: hasEnded
        ? `The gateway ended, as it may, and did not name ${name}, whose value it could not use.`
        : `The gateway started and said nothing of ${name}, whose value it cannot have followed.`,
      streams: [],
      expected: `a line that names ${name}`,
    })
  },

  toAnswer(launched: LaunchedGateway, path: string, status: number) {
    const found = statuses.get(launched)
    if (found === status) return holds
    return fail({
      party: 'gateway',
      what: /^\/(?:health|ready)z$/.test(path) ? 'health-wrong' : 'wrong-status',
      summary: `Started ${launched.circumstance}, the gateway answers GET ${path} with ${found ?? 'nothing'}; ${status} was due.`,
      streams: [],
      expected: `${status}`,
    })
  },

  toBeUnreadyOrGone(launched: LaunchedGateway) {
    if (launched.exit !== undefined && launched.exit.code !== 0) return holds
    const found = statuses.get(launched)
    if (found === 503) return holds
    return fail({
      party: 'gateway',
      what: 'health-wrong',
      summary: `The gateway answers GET /readyz with ${found ?? 'nothing'}, though it cannot call anybody back; 503 or an end with an exit code other than 0 was due.`,
      streams: [],
      expected: '503, or an exit code other than 0',
    })
  },

  toNeverHavePrinted(gateway: GatewayHandle, secret: string) {
    const printed = outputs.get(gateway) ?? []
    if (!printed.some(line => line.includes(secret))) return holds
    return fail({
      party: 'gateway',
      what: 'secret-printed',
      summary:
        'What the gateway has printed holds a secret that was meant for one party alone (it is not repeated here).',
      streams: [],
      expected: 'no secret in the output',
    })
  },

  toHaveBeenReportedOnceEach(streams: readonly StreamView[], reasons: readonly string[]) {
    return reportedOnceEach(streams, reasons)
  },

  toHaveBeenReportedByNow(streams: readonly StreamView[], reasons: readonly string[]) {
    return reportedOnceEach(streams, reasons)
  },
})

waitBefore(LIFE, {
  toBeOrderly: async ({ code, signal }) => {
    if (code === null && signal === null) throw new NotTestable(EXIT_NOT_OWN)
  },
  toHaveRefusedToStart: needOwnExit,
  toHaveRefusedItsPort: needOwnExit,
  toAnswer: async (launched, path) => void statuses.set(launched, await launched.status(path)),
  toBeUnreadyOrGone: async launched => {
    await needOwnExit(launched)
    if (launched.exit === undefined) statuses.set(launched, await launched.status('/readyz'))
  },
  toNeverHavePrinted: async gateway => void outputs.set(gateway, await gateway.lastPrinted()),
  toHaveBeenReportedOnceEach: async streams => {
    await reported(streams)
    const [first] = streams
    if (first !== undefined) await conversationOf(first).callbackFence()
  },
})

/** Waits for the disconnect callbacks of streams that have ended. */
export async function reported(streams: readonly StreamView[]): Promise<void> {
  const [first] = streams
  if (first === undefined) throw new Error('Without a stream there is nothing to be reported.')
  const count = (): number => new Set(reportsOf(streams).map(({ stream }) => stream)).size
  // So many callbacks may overtake a fence, and take their time on a slow machine; only when no more of them come
  // within the bound of a wait is one lost.
  for (let seen = -1; seen < count() && count() < streams.length; ) {
    seen = count()
    await worldOf(first)
      .timeline.waitUntil({
        for: 'the disconnect callbacks',
        until: () => (count() === streams.length ? true : undefined),
      })
      .catch(() => undefined)
  }
}

/** @throws NotTestable when what has ended is a shell, whose exit code says nothing of the gateway's */
async function needOwnExit({ exit, isExitOwn }: LaunchedGateway): Promise<void> {
  if (exit !== undefined && !isExitOwn) throw new NotTestable(EXIT_NOT_OWN)
}

/** Times and settings differ from start to start. */
function withoutNumbers(line: string): string {
  return line.replace(/\d+/g, '#')
}

interface Report {
  readonly stream: number
  readonly reason: string
}

function reportsOf(streams: readonly StreamView[]): Report[] {
  const [first] = streams
  if (first === undefined) return []
  const numbers = new Set(streams.map(({ number }) => number))
  return worldOf(first)
    .timeline.all('callback-request')
    .flatMap(({ stream, payload }) =>
      payload.action === 'disconnect' && stream !== undefined && numbers.has(stream)
        ? [{ stream, reason: payload.reason }]
        : [],
    )
}

export function reportedOnceEach(streams: readonly StreamView[], reasons: readonly string[]) {
  const reports = reportsOf(streams)
  const reported = new Set(reports.map(({ stream }) => stream))
  const missing = streams.find(({ number }) => !reported.has(number))
  const repeated = reports.find(({ stream }, n) => reports.findIndex(other => other.stream === stream) < n)
  const wrong = reports.find(({ reason }) => !reasons.includes(reason))
  const culprit = missing?.number ?? repeated?.stream ?? wrong?.stream
  if (culprit === undefined) return holds
  return fail({
    party: 'gateway',
    what: missing
      ? 'disconnect-callback-missing'
      : repeated
        ? 'disconnect-callback-repeated'
        : 'disconnect-callback-wrong-reason',
    summary: `${streams.length === 1 ? 'A stream ended' : `${streams.length} streams ended together`}; ${toldOf(streams.length, reported.size, reports.length)}${wrong === undefined ? '' : `, and gives ${wrong.reason} as the reason once`}. A disconnect callback for each, as ${reasons.join(' or ')}, was due.`,
    streams: [culprit],
    expected: `POST disconnect ${reasons.join(' or ')}, once`,
  })
}

/** How many of so many streams were reported, and how often. */
function toldOf(streams: number, reported: number, reports: number): string {
  const unreported = streams - reported
  const never =
    unreported === 0
      ? undefined
      : streams === 1
        ? 'the gateway never reported it'
        : `the gateway never reported ${unreported} of them`
  const often =
    reports === reported
      ? undefined
      : `the gateway made ${reports} disconnect callbacks for ${streams === 1 ? 'it' : `${reported} of them`}`
  const told = [never, often].filter(part => part !== undefined)
  return told.length === 0 ? `the gateway reported ${streams === 1 ? 'it' : 'each'}` : told.join(' and ')
}
