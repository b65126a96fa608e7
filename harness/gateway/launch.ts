import { get } from 'node:http'
import getPort from 'get-port'
import { type LogLine, type ProcessExit, type Subprocess, waitUntil } from '../process/index.ts'
import { isPortTaken, PORTS_TRIED, startProgram } from '../service/index.ts'
import { NotTestableError } from '../util/errors.ts'
import { commandLine, environmentFor, type GatewayOptions } from './start.ts'
import { isStartable, type StartableTarget, type Target } from './target.ts'

/** Environment variables laid over what a gateway is told; `undefined` takes one away. */
export type Overrides = Readonly<Record<string, string | undefined>>

export interface LaunchOptions extends Pick<GatewayOptions, 'callbackUrl' | 'heartbeatSeconds' | 'onLine'> {
  readonly overrides: Overrides
  /** How long it may take to serve or to end, in milliseconds. */
  readonly limitMs?: number
  /** Hears what it is asked, once it is answered; by nothing, where no answer came. */
  readonly onAsked?: (path: string, status: number | undefined) => void
  /** Whether the process that is started becomes the gateway, so that its exit code is the gateway's own; `true` unless said. */
  readonly isExitOwn?: boolean
}

/** The longest wait for a process to serve or to end, and for an answer, in milliseconds, unless told. */
const SETTLE_LIMIT_MS = 15_000

/** A gateway that was started and need not become ready: it may refuse its settings. */
export class LaunchedGateway implements AsyncDisposable {
  /** The port that it was given, unless an override says otherwise. */
  readonly address: string
  readonly #process: Subprocess

  readonly #limitMs: number

  /** In which it was started, e.g. `without CALLBACK_URL`. */
  readonly circumstance: string

  /** Whether its exit is the gateway's own, and not that of a shell that started it. */
  readonly isExitOwn: boolean

  readonly #onAsked: LaunchOptions['onAsked']

  constructor(
    address: string,
    process: Subprocess,
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
        serves ||= (await statusOf(this.address, '/healthz', this.#limitMs)) !== undefined
        return serves || this.exit !== undefined
      },
      { limitMs: this.#limitMs, lastSeen: () => this.#process.lastLines(3).map(({ text }) => text) },
    )
    return serves ? 'serves' : 'ended'
  }

  /** Waits until the process has ended, also when somebody else serves its port. */
  async ended(): Promise<void> {
    await waitUntil('the gateway to end, since its port is taken', () => this.exit !== undefined, {
      limitMs: this.#limitMs,
      lastSeen: () => this.#process.lastLines(3).map(({ text }) => text),
    })
  }

  /** The status that a path is answered with; `undefined` when it is not. */
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
 * Starts a gateway and waits until it serves its port or has ended. A port that somebody else took meanwhile is
 * changed for another, unless the port is the point.
 * @throws NotTestable for a gateway that somebody else runs, or that cannot be started
 */
export async function launchGateway(target: Target, options: LaunchOptions): Promise<LaunchedGateway> {
  if (!isStartable(target)) throw new NotTestableError('needs a gateway that we start')
  for (let attempt = 1; ; attempt += 1) {
    const launched = await startOnce(target, options)
    // Whoever asked looks at what came of it; only a port that was taken meanwhile is not its concern.
    const found = 'PORT' in options.overrides ? 'serves' : await launched.settled().catch(() => 'serves')
    if (found === 'serves') return launched
    const taken = isPortTaken(launched.lines.map(({ text }) => text))
    if (!taken || attempt === PORTS_TRIED) return launched
    await launched[Symbol.asyncDispose]()
  }
}

async function startOnce(target: StartableTarget, options: LaunchOptions): Promise<LaunchedGateway> {
  const port = await getPort({ host: '127.0.0.1' })
  const told: Record<string, string | undefined> = {
    ...environmentFor(port, options),
    ...options.overrides,
  }
  const given = Object.fromEntries(
    Object.entries(told).filter((pair): pair is [string, string] => pair[1] !== undefined),
  )
  const { env, ...command } = commandLine(target, given)
  for (const [name, value] of Object.entries(told)) if (value === undefined) delete env[name]
  const process = await startProgram(`gateway (${target.identity.name})`, { ...command, env }, options)
  return new LaunchedGateway(
    `http://127.0.0.1:${options.overrides.PORT ?? port}`,
    process,
    describeOverrides(options.overrides),
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
      // An address that is none, since the port is none.
      resolve(undefined)
    }
  })
}
