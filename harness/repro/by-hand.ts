import { isStartable, type Target } from '../gateway/index.ts'
import type { EntryOf, Timeline } from '../timeline/index.ts'
import { printable, redact } from '../verdict/index.ts'
import { cannotBeReplayed, endOfGateway } from './cannot-replay.ts'
import { curlOfSend, curlOfStream } from './curl.ts'
import { type AnsweredSend, decisiveExchanges, type Exchange } from './exchange.ts'
import { REDACTED } from './redacted-json.ts'
import { isPlain, printing, type Variables, wordOf } from './shell.ts'
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

const GATEWAY_PORT = 3000
const BACKEND_PORT = 3001

/** More sends than these make a replay by hand no clearer. */
const MOST_SENDS = 8
const LONGEST_COMMAND = 4_000

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
    ...exchanges.flatMap(exchange => conversation(exchange, places)),
    ...(exchanges.length > 0 ? [] : bareLines(timeline, addresses)),
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
  const [first] = exchanges
  const gateway = isStartable(target) ? `http://127.0.0.1:${GATEWAY_PORT}` : target.url
  const isHeld = exchanges.some(({ sends }) => sends.some(({ duringConnect }) => duringConnect))
  return [
    '# in one terminal, what stands in for the backend: it prints callbacks and tokens',
    standInBackend(BACKEND_PORT, first?.connect, isHeld, variables),
    '# in another, the gateway',
    isStartable(target)
      ? gatewayCommand(target, gatewayEnv)
      : `# it runs already; its CALLBACK_URL has to lead to port ${BACKEND_PORT}`,
    '# in a third, the client and what the backend does',
    `GATEWAY=${wordOf(gateway)} BACKEND=http://127.0.0.1:${BACKEND_PORT}`,
  ]
}

function gatewayCommand(
  { args, command, workingDirectory }: Extract<Target, { command: string }>,
  gatewayEnv: readonly string[],
): string {
  const callbackUrl = `http://127.0.0.1:${BACKEND_PORT}/api/sse/callback`
  const words = [command, ...args].map(word =>
    wordOf(
      redact(word).replaceAll('{port}', String(GATEWAY_PORT)).replaceAll('{callbackUrl}', callbackUrl),
      new Map([[REDACTED, 'SECRET']]),
    ),
  )
  const told = gatewayEnv.filter(name => /^\w+$/.test(name)).map(name => `${name}="$${name}"`)
  return [
    `cd ${wordOf(redact(workingDirectory))} &&`,
    `PORT=${GATEWAY_PORT} CALLBACK_URL=${callbackUrl} HEARTBEAT_INTERVAL_SECONDS=15`,
    ...told,
    ...words,
  ].join(' ')
}

function conversation(exchange: Exchange, places: Places): string[] {
  const { request, sends } = exchange
  const { gateway, sends: origin, variables } = places
  const variable = variables.get(exchange.token ?? '')
  const isSentTo = sends.length > 0 || exchange.isFenced
  return [
    '# the client, in the background',
    `${curlOfStream(request, gateway, variables)} &`,
    ...(variable === undefined || !isSentTo ? [] : [`sleep 1; ${variable}=$(curl -s "$BACKEND")`]),
    ...sends.slice(0, MOST_SENDS).flatMap(send => sendLines(send, origin, variables)),
    ...(sends.length > MOST_SENDS ? [`# and ${sends.length - MOST_SENDS} more sends`] : []),
    ...untilAnswered(exchange, origin),
    ...fence(exchange, origin, variables),
  ]
}

function sendLines(
  { answer, duringConnect, request }: AnsweredSend,
  origin: string,
  variables: Variables,
): string[] {
  const when = duringConnect ? ', while the connect callback is open' : ''
  const command = curlOfSend(request, origin, variables)
  return [
    `# the backend sends${when}; it was ${answered(answer)}`,
    command.length <= LONGEST_COMMAND ? command : `# left out: a command of ${command.length} characters`,
  ]
}

/** The stand-in for the backend keeps the connect callback open while sends are made; the fence belongs behind that. */
function untilAnswered({ isFenced, sends }: Exchange, origin: string): string[] {
  const isHeld = origin.includes('$GATEWAY') && sends.some(({ duringConnect }) => duringConnect)
  return isHeld && isFenced
    ? ['# until the connect callback is answered and the client has its 200', 'sleep 4']
    : []
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
function bareLines(timeline: Timeline, addresses: Addresses | undefined): string[] {
  const { hostname, port } = new URL(addresses?.gateway ?? `http://127.0.0.1:${GATEWAY_PORT}`)
  const byLine = Map.groupBy(timeline.all('line-sent'), ({ line }) => line)
  return [...byLine.values()].slice(0, 2).map(sent => {
    const bytes = Buffer.concat(sent.map(({ bytes }) => bytes)).toString('latin1')
    return `${printing(redact(bytes), new Map([[REDACTED, 'SECRET']]), 'latin1')} | nc ${hostname} ${port}`
  })
}

/** What was answered, in a remark: a quoted word, so that nothing of it is obeyed where `#` begins no comment. */
function answered(answer: EntryOf<'send-response'> | undefined): string {
  if (answer === undefined) return 'not answered'
  const shown = printable(answer.body)
  const short = shown.length <= 160 ? shown : `${shown.slice(0, 160)}…`
  return `answered ${answer.status} ${isPlain(short) ? wordOf(short) : ''}`.trimEnd()
}
