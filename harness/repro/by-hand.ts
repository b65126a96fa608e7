import { isStartable, type Target } from '../gateway/index.ts'
import type { EntryOf, Timeline } from '../timeline/index.ts'
import { printable, redact } from '../verdict/index.ts'
import { cannotBeReplayed, endOfGateway } from './cannot-replay.ts'
import { curlOfSend, curlOfStream } from './curl.ts'
import { type AnsweredSend, decisiveExchanges, type Exchange } from './exchange.ts'
import { REDACTED } from './redacted-json.ts'
import { isPlain, piped, printing, type Variables, wordOf } from './shell.ts'
import { standInBackend } from './stand-in-backend.ts'

/** Where the parties of a scenario are, while they run. */
export interface Addresses {
  readonly gateway: string
  /** Where the backend's sends are heard. */
  readonly sends: string
  /** Where callbacks are heard. */
  readonly callbacks: string
}

/** What is to be replayed, and around what. */
export interface Replayed {
  readonly timeline: Timeline
  /** Those that the verdict is about. */
  readonly streams: readonly number[]
  readonly target: Target
  /** Names of the variables that the gateway was told. */
  readonly gatewayEnv: readonly string[]
  /** The parties still run. */
  readonly addresses?: Addresses
}

/** A command to paste, or a remark above it. Remarks begin with `#` and are as harmless to paste. */
export type ByHandLine = string

/** Free on most machines; others are written at the top of each block. */
const GATEWAY_PORT = 3000
const BACKEND_PORT = 3001

/** Commands that replay the decisive exchange of a scenario: with parties that run, or with all that it takes. */
export function byHand(replayed: Replayed): ByHandLine[] {
  const { addresses, streams, timeline } = replayed
  const exchanges = decisiveExchanges(timeline, streams)
  const reason = addresses === undefined ? cannotBeReplayed(timeline, exchanges) : endOfGateway(timeline)
  if (reason !== undefined) return [`# cannot be replayed by hand: ${reason}`]
  const variables = variablesFor(exchanges, addresses)
  const places: Places = {
    gateway: addresses === undefined ? '"$GATEWAY"' : addresses.gateway,
    sends: addresses === undefined ? '"$GATEWAY"' : addresses.sends,
    variables,
  }
  return [
    ...(addresses === undefined ? prepared(replayed, exchanges, variables) : []),
    ...exchanges.flatMap((exchange, n) => conversation(exchange, places, exchanges, n)),
    ...(exchanges.length > 0 ? [] : bareLines(timeline, replayed)),
  ]
}

interface Places {
  readonly gateway: string
  readonly sends: string
  readonly variables: Variables
}

/** While everything runs, tokens are good as they are; secrets never are. */
function variablesFor(exchanges: readonly Exchange[], addresses: Addresses | undefined): Variables {
  const variables = new Map([[REDACTED, 'SECRET']])
  if (addresses !== undefined) return variables
  exchanges.forEach(({ token }, n) => {
    if (token !== undefined && token !== '') variables.set(token, tokenName(n))
  })
  return variables
}

function tokenName(n: number): string {
  return n === 0 ? 'TOKEN' : `TOKEN_${n + 1}`
}

/** A backend and a gateway to replay it with, each for a terminal of its own. */
function prepared(
  { gatewayEnv, target }: Replayed,
  exchanges: readonly Exchange[],
  variables: Variables,
): string[] {
  const connects = exchanges.flatMap(({ connect }) => connect ?? [])
  const ports = `GATEWAY_PORT=${GATEWAY_PORT} BACKEND_PORT=${BACKEND_PORT}`
  return [
    '# in one terminal, what stands in for the backend: it prints callbacks and gives tokens',
    `BACKEND_PORT=${BACKEND_PORT}`,
    standInBackend('"$BACKEND_PORT"', connects, isHeld(exchanges), variables),
    '# in another, the gateway',
    ...(isStartable(target)
      ? [ports, gatewayCommand(target, gatewayEnv)]
      : [`# it runs already; its CALLBACK_URL has to lead to port ${BACKEND_PORT}`]),
    '# in a third, the client and what the backend does',
    ports,
    `GATEWAY=${isStartable(target) ? '"http://127.0.0.1:$GATEWAY_PORT"' : wordOf(target.url)} BACKEND="http://127.0.0.1:$BACKEND_PORT"`,
  ]
}

/** Whether something was sent while a connect callback was open. */
function isHeld(exchanges: readonly Exchange[]): boolean {
  return exchanges.some(({ sends }) => sends.some(({ duringConnect }) => duringConnect))
}

function gatewayCommand(
  { args, command, workingDirectory }: Extract<Target, { command: string }>,
  gatewayEnv: readonly string[],
): string {
  const variables = new Map([
    [REDACTED, 'SECRET'],
    ['{port}', 'GATEWAY_PORT'],
    ['{backendPort}', 'BACKEND_PORT'],
  ])
  const callbackUrl = 'http://127.0.0.1:{backendPort}/api/sse/callback'
  const words = [command, ...args].map(word =>
    wordOf(redact(word).replaceAll('{callbackUrl}', callbackUrl), variables),
  )
  const settings = gatewayEnv
    .filter(name => /^[A-Za-z_]\w*$/.test(name))
    .map(name => `${name}="\${${name}:?set it to the value of --gateway-env}"`)
  return [
    `cd ${wordOf(redact(workingDirectory))} &&`,
    `PORT="$GATEWAY_PORT" CALLBACK_URL=${wordOf(callbackUrl, variables)} HEARTBEAT_INTERVAL_SECONDS=15`,
    ...settings,
    ...words,
  ].join(' ')
}

function conversation(
  exchange: Exchange,
  { gateway, sends: origin, variables }: Places,
  exchanges: readonly Exchange[],
  n: number,
): string[] {
  const { request, sends, token } = exchange
  const variable = variables.get(token ?? '')
  const isAwaited = sends.length > 0 || exchange.isFenced || isHeld(exchanges) || exchanges.length > 1
  const number = exchanges.slice(0, n + 1).filter(({ connect }) => connect !== undefined).length
  const early = sends.filter(({ duringConnect }) => duringConnect)
  const late = sends.filter(({ duringConnect }) => !duringConnect)
  const isReplayed = variable !== undefined
  return [
    '# the client, in the background',
    `${curlOfStream(request, gateway, variables)} &`,
    ...(isReplayed && isAwaited ? [`${variable}=$(curl -sS -m 20 "$BACKEND"/${number})`] : []),
    ...early.flatMap(send => sendLines(send, origin, variables)),
    ...(isReplayed && isHeld(exchanges)
      ? ['# the connect callback is answered', `curl -sS -m 20 -X PUT "$BACKEND"/${number}`]
      : []),
    ...late.flatMap(send => sendLines(send, origin, variables)),
    ...fence(exchange, origin, variables),
  ]
}

function sendLines(
  { answer, duringConnect, request }: AnsweredSend,
  origin: string,
  variables: Variables,
): string[] {
  const when = duringConnect ? ', while the connect callback is open' : ''
  return [`# the backend sends${when}; it was ${answered(answer)}`, curlOfSend(request, origin, variables)]
}

/** Behind what was accepted: once it arrives, what was accepted before has arrived or is lost. */
function fence({ isFenced, token }: Exchange, origin: string, variables: Variables): string[] {
  if (!isFenced || token === undefined) return []
  const body = JSON.stringify({ token, event: { name: 'fence', data: '{}' } })
  return [
    '# a fence: when the client has it, what was accepted before has arrived or is lost',
    `curl -sSi -w '\\n' -H 'content-type: application/json' --data-raw ${wordOf(body, variables)} ${origin}/internal/send`,
  ]
}

/** What no HTTP client would say. */
function bareLines(timeline: Timeline, { addresses, target }: Replayed): string[] {
  const url = addresses?.gateway ?? (isStartable(target) ? undefined : target.url)
  const { hostname, port } = new URL(url ?? 'http://127.0.0.1')
  const place = url === undefined ? '127.0.0.1 "$GATEWAY_PORT"' : `${hostname} ${port || 80}`
  const byLine = Map.groupBy(timeline.all('line-sent'), ({ line }) => line)
  return [...byLine.values()].slice(0, 2).map(sent => {
    const bytes = Buffer.concat(sent.map(({ bytes }) => bytes)).toString('latin1')
    return piped(printing(redact(bytes), new Map([[REDACTED, 'SECRET']]), 'latin1'), `nc ${place}`)
  })
}

/** What was answered, in a remark: a quoted word, so that nothing of it is obeyed where `#` begins no comment. */
function answered(answer: EntryOf<'send-response'> | undefined): string {
  if (answer === undefined) return 'not answered'
  const shown = printable(answer.body)
  const short = shown.length <= 160 ? shown : `${shown.slice(0, 160)}…`
  return `answered ${answer.status} ${isPlain(short) ? wordOf(short) : ''}`.trimEnd()
}
