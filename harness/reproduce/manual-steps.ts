import { type ContainerTarget, isStartable, type StartableTarget, type Target } from '../gateway/index.ts'
import { REDACTED } from '../redaction/redact-json.ts'
import type { CompletedScenario } from '../runner/index.ts'
import { Timeline } from '../timeline/index.ts'
import { ClientShell, tokenName, untilListening } from './client-shell.ts'
import { type GatewayShell, gatewayCommand } from './gateway-shell.ts'
import { isGoneThroughout, reasonNotReplayable } from './not-replayable.ts'
import { type RecipeClient, recipeClients } from './recipe-client.ts'
import { type Variables, wordOf } from './shell.ts'
import { Steps } from './step.ts'
import { stubBackend } from './stub-backend.ts'

/** What is to be replayed, and around what. */
export interface Replayed {
  readonly timeline: Timeline
  /** When it was judged, in milliseconds since the timeline began; with its last entry when left out. */
  readonly at?: number
  readonly target: Target
  /** Names of the variables that were set for the gateway. */
  readonly gatewayEnv: readonly string[]
  /** The heartbeat interval of the scenario's gateway; 15 by default. */
  readonly heartbeatSeconds?: number | undefined
}

/** The record as it was when a scenario was judged, whatever has come since. */
export function timelineAsJudged({ entries }: Pick<CompletedScenario, 'entries'>): Timeline {
  const timeline = new Timeline()
  for (const entry of entries) timeline.restore(entry)
  return timeline
}

/** A command to paste, or a remark above it. Remarks begin with `#` and are as harmless to paste. */
export type ManualStep = string

/** Free on most machines; others are written at the top of each block. */
const PORTS = 'GATEWAY_PORT=3000 BACKEND_PORT=3001'

/** Commands that replay a scenario with nothing of ours, each block in a shell of its own; or why none can. */
export function manualSteps(replayed: Replayed): ManualStep[] {
  const { target, timeline } = replayed
  const clients = recipeClients(timeline)
  const reason = reasonNotReplayable(timeline, clients)
  if (reason !== undefined) return [`# cannot be replayed by hand: ${reason}`]
  const launches = timeline.all('gateway-handled').filter(({ launches }) => launches !== undefined)
  if (launches.length > 0) return launching(replayed)
  if (isStartable(target)) return conversing(replayed, target, clients)
  return timeline.all('gateway-handled').length > 0
    ? ['# cannot be replayed by hand: the gateway that runs is not started by us']
    : conversing(replayed, undefined, clients)
}

/** A stand-in for the backend, the gateway, and the client. @param target `undefined` for a gateway that runs already */
function conversing(
  { at, gatewayEnv, heartbeatSeconds = 15, target: named, timeline }: Replayed,
  target: StartableTarget | ContainerTarget | undefined,
  clients: readonly RecipeClient[],
): string[] {
  const variables = variablesFor(clients)
  const steps = new Steps(timeline, clients, at)
  const isSignalled = steps.all.some(({ kind }) => kind === 'signal')
  const restarts = steps.all.filter(({ kind }) => kind === 'restart').length
  const ends = isSignalled || timeline.all('gateway-exited').length > 0
  const shell = { gatewayEnv, heartbeatSeconds, isSignalled, ends }
  const url = isStartable(named) ? undefined : new URL(named.url)
  return [
    ...standIn(timeline, clients, steps, variables),
    '# in another, the gateway',
    PORTS,
    ...(target === undefined
      ? ['# it runs already; its CALLBACK_URL has to lead to the port of the stand-in']
      : Array<string>(1 + restarts).fill(gatewayCommand({ ...shell, target }))),
    '# in a third, the client and what the backend does',
    PORTS,
    `${gatewayAt(url)} BACKEND="http://127.0.0.1:$BACKEND_PORT" GOT=$(mktemp -d)`,
    ...new ClientShell(timeline, steps.all, {
      gateway: '"$GATEWAY"',
      line: url === undefined ? '"$GATEWAY_PORT" 127.0.0.1' : `${url.port || 80} ${wordOf(url.hostname)}`,
      variables,
    }).lines(),
  ]
}

function standIn(
  timeline: Timeline,
  clients: readonly RecipeClient[],
  steps: Steps,
  variables: Variables,
): string[] {
  if (isGoneThroughout(timeline)) {
    return ['# in one terminal, nothing: no backend listens', PORTS]
  }
  const calls = clients.flatMap(({ calls }) => calls)
  return [
    '# in one terminal, what stands in for the backend: it prints callbacks and gives tokens',
    PORTS,
    stubBackend('"$BACKEND_PORT"', calls, steps, variables),
  ]
}

/** Gateways with other settings than usual, and the requests to them. */
function launching({ gatewayEnv, heartbeatSeconds = 15, target, timeline }: Replayed): string[] {
  if (!isStartable(target))
    return ['# cannot be replayed by hand: the gateway that runs is not started by us']
  const handled = timeline.all('gateway-handled')
  const common: Omit<GatewayShell, 'overrides'> = {
    target,
    gatewayEnv,
    heartbeatSeconds,
    isSignalled: false,
    ends: true,
  }
  const launched = handled.flatMap(({ launches }) =>
    launches === undefined ? [] : [gatewayCommand({ ...common, overrides: launches })],
  )
  const onSamePort = handled.some(({ onTakenPort }) => onTakenPort)
  const asked = handled.flatMap(({ asked }) => (asked === undefined ? [] : [asked]))
  const gateway = [gatewayAt(undefined), untilListening(4)]
  return [
    '# in one terminal, the gateway',
    PORTS,
    ...(onSamePort ? [gatewayCommand(common)] : launched),
    ...(onSamePort
      ? ['# in another, one more gateway on the same port', PORTS, ...gateway, ...launched]
      : []),
    ...(asked.length === 0
      ? []
      : [
          '# in another, what it is asked, once it listens or has ended',
          PORTS,
          ...gateway,
          ...asked.map(path => `curl -sSi -m 8 -w '\\n' "$GATEWAY"${wordOf(path)}`),
        ]),
  ]
}

function gatewayAt(url: URL | undefined): string {
  return `GATEWAY=${url === undefined ? '"http://127.0.0.1:$GATEWAY_PORT"' : wordOf(url.origin)}`
}

/** What tokens and secrets give way to. */
function variablesFor(clients: readonly RecipeClient[]): Variables {
  const variables = new Map([[REDACTED, 'SECRET']])
  for (const client of clients) {
    const { token } = client
    if (token !== undefined && token !== '' && !variables.has(token)) variables.set(token, tokenName(client))
  }
  return variables
}
