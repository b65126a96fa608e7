import {
  type DetailsOf,
  gatewayFault,
  isClosedByAnswer,
  isWhileOpening,
  quoted,
} from '../../diagnosis/index.ts'
import type { LaunchedGateway } from '../../gateway/index.ts'
import { exitInWords } from '../../process/index.ts'
import { isPortTaken } from '../../service/index.ts'
import type { GatewayControl } from '../../session/gateway-process.ts'
import { EXIT_NOT_OWN } from '../../session/shell-wrapper.ts'
import type { EntryOf, Timeline } from '../../timeline/index.ts'
import { NotTestableError } from '../../util/errors.ts'
import type { StreamView } from '../../wire/sse-client/index.ts'
import { clientOf, defineMatchers, recordOf, waitBefore } from '../registry.ts'
import { isEndOfStop } from './stopping.ts'

/** Any reason for which a stream may be reported to have ended. */
export const DISCONNECT_REASONS = ['client_closed', 'server_closed', 'error'] as const

/** What a launched gateway was found to answer, and everything that a gateway has printed. */
const statuses = new WeakMap<LaunchedGateway, number | undefined>()
const outputs = new WeakMap<GatewayControl, readonly string[]>()

const LIFE = defineMatchers({
  toExitCleanly(exit: EntryOf<'gateway-exited'>, signal: NodeJS.Signals) {
    if (exit.code === 0 || exit.signal === signal) return undefined
    return gatewayFault([], {
      what: 'exit-code-wrong',
      summary: `The gateway got ${signal} and ended with ${exitInWords(exit)}, expected exit code 0 or ${signal}.`,
      expected: `exit code 0 or ${signal}`,
    })
  },

  toHaveRefusedToStart(launched: LaunchedGateway) {
    const { exit } = launched
    if (exit !== undefined && exit.code !== 0) return undefined
    return gatewayFault([], {
      what: 'invalid-setting-accepted',
      summary: `Started ${launched.circumstance}, the gateway ${exit === undefined ? 'serves' : 'ended with exit code 0'}, expected an exit code other than 0.`,
      expected: 'an exit code other than 0',
    })
  },

  toRejectInvalidPort(launched: LaunchedGateway) {
    const elsewhere = isPortTaken(launched.lines.map(({ text }) => text))
    if (launched.exit !== undefined && launched.exit.code !== 0 && !elsewhere) return undefined
    return gatewayFault([], {
      what: 'invalid-setting-accepted',
      summary: `Started ${launched.circumstance}, the gateway ${elsewhere ? 'tried another port, which is taken' : launched.exit === undefined ? 'started' : 'ended with exit code 0'}, expected an exit code other than 0.`,
      expected: 'an exit code other than 0',
    })
  },

  toHaveLoggedInvalid(launched: LaunchedGateway, name: string, ordinary: readonly string[]) {
    const usual = new Set(ordinary.map(withoutNumbers))
    const said = launched.lines.some(({ text }) => text.includes(name) && !usual.has(withoutNumbers(text)))
    if (said) return undefined
    const hasEnded = launched.exit?.code !== 0 && launched.exit?.signal === null
    return gatewayFault([], {
      what: hasEnded ? 'invalid-setting-not-named' : 'ignored-setting-not-reported',
      summary: hasEnded
        ? `Started ${launched.circumstance}, the gateway ended, which is right, but printed no line that names ${name}.`
        : `Started ${launched.circumstance}, the gateway serves and printed no line that names ${name}, whose value it cannot use.`,
      expected: `a line that names ${name}`,
    })
  },

  toAnswer(launched: LaunchedGateway, path: string, status: number) {
    const found = statuses.get(launched)
    if (found === status) return undefined
    return gatewayFault([], {
      what:
        path === '/readyz'
          ? status === 503
            ? 'ready-without-callback-url'
            : 'readiness-wrong'
          : path === '/healthz'
            ? 'liveness-wrong'
            : found === 200
              ? 'stream-not-refused'
              : 'wrong-status',
      summary: `Started ${launched.circumstance}, the gateway answers GET ${path} with ${found ?? 'nothing'}, expected ${status}.`,
      expected: `${status}`,
    })
  },

  toBeNotReadyOrExited(launched: LaunchedGateway) {
    if (launched.exit !== undefined && launched.exit.code !== 0) return undefined
    const found = statuses.get(launched)
    if (found === 503) return undefined
    return gatewayFault([], {
      what: 'ready-without-callback-url',
      summary: `Started ${launched.circumstance}, the gateway answers GET /readyz with ${found ?? 'nothing'}, but that is no URL for callbacks. Expected 503, or that it ends with an exit code other than 0.`,
      expected: '503, or an exit code other than 0',
    })
  },

  toNotLog(gateway: GatewayControl, secret: string) {
    const printed = outputs.get(gateway) ?? []
    if (!printed.some(line => line.includes(secret))) return undefined
    return gatewayFault([], {
      what: 'secret-printed',
      summary:
        'The gateway printed a secret: a part of the callback URL, or a credential of a client (not repeated here).',
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
  toExitCleanly: async ({ code, signal }) => {
    if (code === null && signal === null) throw new NotTestableError(EXIT_NOT_OWN)
  },
  toHaveRefusedToStart: needOwnExit,
  toRejectInvalidPort: needOwnExit,
  toAnswer: async (launched, path) => void statuses.set(launched, await launched.status(path)),
  toBeNotReadyOrExited: async launched => {
    await needOwnExit(launched)
    if (launched.exit === undefined) statuses.set(launched, await launched.status('/readyz'))
  },
  toNotLog: async gateway => void outputs.set(gateway, await gateway.lastPrinted()),
  toHaveBeenReportedOnceEach: async streams => {
    await reported(streams)
    const [first] = streams
    if (first !== undefined) await clientOf(first).callbackFence()
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
    await recordOf(first)
      .timeline.waitUntil({
        for: 'the disconnect callbacks',
        until: () => (count() === streams.length ? true : undefined),
      })
      .catch(() => undefined)
  }
}

/** @throws NotTestable when what has ended is a shell, whose exit code says nothing of the gateway's */
async function needOwnExit({ exit, isExitOwn }: LaunchedGateway): Promise<void> {
  if (exit !== undefined && !isExitOwn) throw new NotTestableError(EXIT_NOT_OWN)
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
  return recordOf(first)
    .timeline.all('callback-request')
    .flatMap(({ stream, payload }) =>
      payload.action === 'disconnect' && stream !== undefined && numbers.has(stream)
        ? [{ stream, reason: payload.reason }]
        : [],
    )
}

/** The finding for a missing disconnect callback, by how the stream ended. */
export function missingReportFinding(timeline: Timeline, stream: StreamView): DetailsOf<'gateway'>['what'] {
  const { end } = timeline.exchanges.stream(stream.number)
  const isByClient = end?.how === 'closed-by-client' || end?.how === 'reset-by-client'
  if (isByClient) {
    return isWhileOpening(timeline, stream, end.at) ? 'early-leave-unreported' : 'client-leave-unreported'
  }
  if (isEndOfStop(timeline, stream.number)) return 'stop-unreported'
  const isClosed =
    stream.isOpen ||
    isClosedByAnswer(timeline, stream.number) ||
    timeline.exchanges.sendsTo(stream.token).some(({ request }) => request.command.close === true)
  return isClosed ? 'close-unreported' : 'disconnect-callback-missing'
}

export function reportedOnceEach(streams: readonly StreamView[], reasons: readonly string[]) {
  const reports = reportsOf(streams)
  const reported = new Set(reports.map(({ stream }) => stream))
  const missing = streams.find(({ number }) => !reported.has(number))
  const repeated = reports.find(({ stream }, n) => reports.findIndex(other => other.stream === stream) < n)
  const wrong = reports.find(({ reason }) => !reasons.includes(reason))
  const failing = missing?.number ?? repeated?.stream ?? wrong?.stream
  if (failing === undefined) return undefined
  return gatewayFault([failing], {
    what: missing
      ? missingReportFinding(recordOf(missing).timeline, missing)
      : repeated
        ? 'disconnect-callback-repeated'
        : 'disconnect-callback-wrong-reason',
    summary: `${streams.length === 1 ? 'A stream' : streams.length === 2 ? 'Both streams' : `All ${streams.length} streams`} ended; ${describeReports(streams.length, reported.size, reports.length)}${wrong === undefined ? '' : `, once with the reason ${quoted(wrong.reason)}`}. Expected one disconnect callback for each, with the reason ${reasons.map(reason => quoted(reason)).join(' or ')}.`,
    expected: `POST disconnect ${reasons.join(' or ')}, once`,
  })
}

/** How many of so many streams were reported, and how often. */
function describeReports(streams: number, reported: number, reports: number): string {
  const unreported = streams - reported
  const never =
    unreported === 0
      ? undefined
      : streams === 1
        ? 'the gateway made no disconnect callback for it'
        : unreported === streams
          ? `the gateway made no disconnect callback for ${streams === 2 ? 'either' : 'any of them'}`
          : `the gateway made no disconnect callback for ${unreported === 1 ? 'one' : unreported} of them`
  const often =
    reports === reported
      ? undefined
      : `the gateway made ${reports} disconnect callbacks for ${streams === 1 ? 'it' : streams === 2 && reported === 2 ? 'both' : `${reported} of them`}`
  const parts = [never, often].filter(part => part !== undefined)
  return parts.length === 0
    ? `the gateway made a disconnect callback for ${streams === 1 ? 'it' : 'each'}`
    : parts.join(' and ')
}
