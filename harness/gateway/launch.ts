import { get } from 'node:http'
import getPort from 'get-port'
import { type LogLine, type ProcessExit, type RunningProgram, waitUntil } from '../process/index.ts'
import { isPortTaken, PORTS_TRIED, PortTakenError } from '../service/index.ts'
import { NotTestableError } from '../util/errors.ts'
import { type Circumstances, hasOwnNetwork, portInside, runGateway, type Variables } from './run-gateway.ts'
import { environmentFor, type GatewayOptions } from './start.ts'
import { type ContainerTarget, isStartable, type StartableTarget, type Target } from './target.ts'

/** Environment variables that replace those of the harness; `undefined` removes one. */
export type Overrides = Variables

export interface LaunchOptions
  extends Pick<GatewayOptions, 'callbackUrl' | 'heartbeatSeconds' | 'onLine'>,
    Circumstances {
  readonly overrides: Overrides
  /** How long it may take to serve or to end, in milliseconds. */
  readonly limitMs?: number
  /** Called after every request, with the status; `undefined` without an answer. */
  readonly onAsked?: (path: string, status: number | undefined) => void
  /** Whether the started process becomes the gateway, so that its exit code is the gateway's own; `true` by default. */
  readonly isExitOwn?: boolean
}

/** The longest wait for a process to serve or to end, and for an answer, by default; in milliseconds. */
const SETTLE_LIMIT_MS = 15_000

/** A gateway that was started and need not become ready: it may refuse its settings. */
export class LaunchedGateway implements AsyncDisposable {
  /** The port that it was given, unless an override says otherwise. */
  readonly address: string
  readonly #process: RunningProgram

  readonly #limitMs: number

  /** How it was started, e.g. `without CALLBACK_URL`. */
  readonly circumstance: string

  /** Whether its exit is the gateway's own, and not that of a shell around it. */
  readonly isExitOwn: boolean

  readonly #onAsked: LaunchOptions['onAsked']

  constructor(
    address: string,
    process: RunningProgram,
    circumstance = '',
    limitMs = SETTLE_LIMIT_MS,
    isExitOwn = true,
    onAsked?: LaunchOptions['onAsked'],
  ) {
    this.#onAsked = onAsked
    this.address = address
    this.circumstance = circumstance
    this.#process = process
    this.#limitMs = limitMs
    this.isExitOwn = isExitOwn
  }

  /** Whether it answers at its port within the limit (milliseconds). */
  async answers(limitMs: number): Promise<boolean> {
    return (await statusOf(this.address, '/healthz', limitMs)) !== undefined
  }

  get process(): RunningProgram {
    return this.#process
  }

  get exit(): ProcessExit | undefined {
    return this.#process.exit
  }

  get lines(): readonly LogLine[] {
    return this.#process.lines
  }

  /** Waits until the process serves its port, or has ended. */
  async settled(): Promise<'serves' | 'ended'> {
    let serves = false
    await waitUntil(
      'the gateway to serve its port or to end',
      async () => {
        serves ||= await this.answers(this.#limitMs)
        return serves || this.exit !== undefined
      },
      { limitMs: this.#limitMs, lastSeen: () => this.#process.lastLines(3).map(({ text }) => text) },
    )
    return serves ? 'serves' : 'ended'
  }

  /** Waits until the process has ended, also when another process serves its port. */
  async ended(): Promise<void> {
    await waitUntil('the gateway to end, since its port is taken', () => this.exit !== undefined, {
      limitMs: this.#limitMs,
      lastSeen: () => this.#process.lastLines(3).map(({ text }) => text),
    })
  }

  /** The status of the answer to a GET; `undefined` without an answer. */
  async status(path: string): Promise<number | undefined> {
    const status = await statusOf(this.address, path, this.#limitMs)
    this.#onAsked?.(path, status)
    return status
  }

  /** Ends it, if it has not ended; from then on its lines are complete. */
  async stop(): Promise<void> {
    await this.#process.stop()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }
}

/**
 * Starts a gateway and waits until it serves its port or has ended. A port that was taken meanwhile is changed for
 * another, unless the port was set by an override.
 * @throws NotTestableError for an external gateway, or one that cannot be started
 */
export async function launchGateway(target: Target, options: LaunchOptions): Promise<LaunchedGateway> {
  if (!isStartable(target)) throw new NotTestableError('needs a gateway that we start')
  for (let attempt = 1; ; attempt += 1) {
    const launched = await startOnce(target, options).catch((error: unknown) => {
      if (!(error instanceof PortTakenError) || attempt === PORTS_TRIED) throw error
    })
    if (launched === undefined) continue
    // The caller judges the outcome; only a port that was taken meanwhile is handled here.
    const found = 'PORT' in options.overrides ? 'serves' : await launched.settled().catch(() => 'serves')
    if (found === 'serves') return launched
    const taken = isPortTaken(launched.lines.map(({ text }) => text))
    if (!taken || attempt === PORTS_TRIED) return launched
    await launched[Symbol.asyncDispose]()
  }
}

async function startOnce(
  target: StartableTarget | ContainerTarget,
  options: LaunchOptions,
): Promise<LaunchedGateway> {
  const { overrides } = options
  const port = await getPort({ host: '127.0.0.1' })
  const isMapped = hasOwnNetwork(target, options)
  // Inside of a network of its own every gateway has the same port, whatever it is called outside.
  const own = isMapped && options.beside !== undefined ? {} : overrides
  const variables = { ...environmentFor(portInside(target, port, options), options), ...own }
  const process = await runGateway(target, port, variables, options, options)
  return new LaunchedGateway(
    `http://127.0.0.1:${isMapped ? port : (overrides.PORT ?? port)}`,
    process,
    describeOverrides(overrides),
    options.limitMs,
    options.isExitOwn,
    options.onAsked,
  )
}

/** Overrides as a phrase. */
function describeOverrides(overrides: Overrides): string {
  return Object.entries(overrides)
    .map(([name, value]) => (value === undefined ? `without ${name}` : `with ${name}=${value}`))
    .join(', ')
}

function statusOf(address: string, path: string, limitMs: number): Promise<number | undefined> {
  return new Promise(resolve => {
    try {
      const exchange = get(new URL(path, address), { agent: false, timeout: limitMs }, response => {
        response.destroy()
        resolve(response.statusCode)
      })
      exchange.on('error', () => resolve(undefined))
      exchange.on('timeout', () => exchange.destroy())
    } catch {
      // The port makes the address invalid.
      resolve(undefined)
    }
  })
}
