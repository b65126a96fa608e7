import { REDACTED } from '../redaction/redact-json.ts'
import type { Timeline } from '../timeline/index.ts'
import { fence } from './client-shell.ts'
import { curlOfSend, curlOfStream } from './curl.ts'
import type { ManualStep } from './manual-steps.ts'
import { endOfGateway } from './not-replayable.ts'
import { bareLine } from './raw-request.ts'
import { type RecipeClient, recipeClients } from './recipe-client.ts'
import { wordOf } from './shell.ts'

/** Where the parties of a scenario are, while they run. */
export interface Addresses {
  readonly gateway: string
  /** Where the backend's sends are heard. */
  readonly sends: string
  /** Where callbacks are heard. */
  readonly callbacks: string
}

/** More commands than these say nothing more. */
const MAX_OF_A_KIND = 8

/** While everything runs, tokens are good as they are; secrets never are. */
const SECRETS = new Map([[REDACTED, 'SECRET']])

/**
 * Commands for what is held, as it stands: none of them ends a stream, or makes the backend end one.
 */
export function manualStepsWhilePaused(timeline: Timeline, addresses: Addresses): ManualStep[] {
  const end = endOfGateway(timeline)
  if (end !== undefined) return [`# no command: ${end}`]
  const clients = recipeClients(timeline)
  const open = clients.filter(client => isOpen(timeline, client))
  const lines = [
    ...clients
      .filter(client => isHarmless(timeline, client, open))
      .slice(0, MAX_OF_A_KIND)
      .flatMap(client => asks(client, addresses)),
    ...sends(timeline, addresses, clients, open),
    ...open
      .filter(client => !isClosing(timeline, client))
      .slice(0, MAX_OF_A_KIND)
      .flatMap(({ request, token }) =>
        token === undefined
          ? []
          : [
              `# a fence on the stream ${wordOf(request.url)}: when it has it, what was accepted before has arrived or is lost`,
              fence(wordOf(token), wordOf(addresses.sends)),
            ],
      ),
    ...bareLines(timeline, addresses),
  ]
  if (lines.length > 0) return lines
  return [
    '# nothing of it can be repeated without a change to what is held, but the gateway answers',
    `curl -sSi -m 8 -w '\\n' ${wordOf(addresses.gateway)}/healthz`,
  ]
}

/** A stream that has not ended, and may yet open. */
function isOpen(timeline: Timeline, { request: { stream } }: RecipeClient): boolean {
  const { response, end } = timeline.exchanges.stream(stream)
  return end === undefined && (response?.status ?? 200) === 200
}

/** Whether the backend has sent a close to it. */
function isClosing(timeline: Timeline, { token }: RecipeClient): boolean {
  return timeline.all('send-request').some(({ command }) => command.token === token && command.close === true)
}

/** Whether the backend, which ends the stream that another one replaces, has none to end when that is asked for again. */
function isHarmless(
  timeline: Timeline,
  { calls, request }: RecipeClient,
  open: readonly RecipeClient[],
): boolean {
  const [connect] = calls
  const isScripted =
    connect !== undefined && timeline.exchanges.callback(connect.request.call).response?.scripted === true
  return isScripted || !open.some(other => other.request.url === request.url)
}

function asks({ request }: RecipeClient, { gateway }: Addresses): string[] {
  return [
    '# the same request once more: Ctrl-C leaves a stream',
    curlOfStream(request, wordOf(gateway), SECRETS, "-sSiN -w '\\n'"),
  ]
}

/** The sends that have an effect, or none, as they had, and end nothing. */
function sends(
  timeline: Timeline,
  { sends }: Addresses,
  clients: readonly RecipeClient[],
  open: readonly RecipeClient[],
): string[] {
  const own = timeline.all('send-request').filter(({ fence }) => !fence)
  const stateless = own.filter(({ command }) => {
    const to = clients.find(({ token }) => token !== undefined && token === command.token)
    return to === undefined || (open.includes(to) && command.close !== true)
  })
  const printed = stateless.filter(({ isSpecial, raw }) => isSpecial !== true && raw.length <= 4_000)
  const shown = printed.slice(0, MAX_OF_A_KIND)
  const left = own.length - shown.length
  return [
    ...shown.flatMap(request => ['# the backend sends', curlOfSend(request, wordOf(sends), SECRETS)]),
    ...(left > 0
      ? [
          `# ${left} of its sends left out: they close a stream, go to one that has ended, are too long, or too many`,
        ]
      : []),
  ]
}

function bareLines(timeline: Timeline, { gateway }: Addresses): string[] {
  const { hostname, port } = new URL(gateway)
  const byLine = Map.groupBy(timeline.all('line-sent'), ({ line }) => line)
  return [...byLine.values()].slice(0, 2).flatMap(sent => [
    '# a client says what no HTTP client would',
    bareLine(
      sent.map(({ bytes }) => bytes),
      `${port || 80} ${wordOf(hostname)}`,
      SECRETS,
    ),
  ])
}
