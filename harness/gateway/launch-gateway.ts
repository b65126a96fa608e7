import { get } from 'node:http'
import getPort from 'get-port'
import { NotTestable } from '../failure.ts'
import { type LogLine, type ProcessExit, Subprocess, waitUntil } from '../process/index.ts'
import { commandLine, environmentFor, type GatewayOptions } from './gateway.ts'
import { isStartable, type Target } from './target.ts'

/** Environment variables laid over what a gateway is told; `undefined` takes one away. */
export type Overrides = Readonly<Record<string, string | undefined>>

export interface LaunchOptions extends Pick<GatewayOptions, 'callbackUrl' | 'heartbeatSeconds' | 'onLine'> {
  readonly overrides: Overrides
}

/** The longest wait for a process to serve or to end, in milliseconds. */
const SETTLE_LIMIT_MS = 8_000

/** A gateway that was started and need not become ready: it may refuse its settings. */
export class LaunchedGateway implements AsyncDisposable {
  /** The port that it was given, unless an override says otherwise. */
  readonly address: string
  readonly #process: Subprocess

  constructor(address: string, process: Subprocess) {
    this.address = address
    this.#process = process
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
        serves ||= (await statusOf(this.address, '/healthz')) !== undefined
        return serves || this.exit !== undefined
      },
      { limitMs: SETTLE_LIMIT_MS, lastSeen: () => this.#process.lastLines(3).map(({ text }) => text) },
    )
    return serves ? 'serves' : 'ended'
  }

  /** Waits until the process has ended, also when somebody else serves its port. */
  async ended(): Promise<void> {
    await waitUntil('the gateway to end, since its port is taken', () => this.exit !== undefined, {
      limitMs: SETTLE_LIMIT_MS,
      lastSeen: () => this.#process.lastLines(3).map(({ text }) => text),
    })
  }

  /** The status that a path is answered with; `undefined` when it is not. */
  status(path: string): Promise<number | undefined> {
    return statusOf(this.address, path)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process.stop()
  }
}

/** @throws NotTestable for a gateway that somebody else runs, or that cannot be started */
export async function launchGateway(target: Target, options: LaunchOptions): Promise<LaunchedGateway> {
  if (!isStartable(target)) throw new NotTestable('needs a gateway that we start')
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
  const process = await Subprocess.start({
    ...command,
    env,
    ...(options.onLine ? { onLine: options.onLine } : {}),
  }).catch((error: Error) => {
    throw new NotTestable(`The gateway ${target.identity.name} cannot be started: ${error.message}`)
  })
  return new LaunchedGateway(`http://127.0.0.1:${options.overrides.PORT ?? port}`, process)
}

function statusOf(address: string, path: string): Promise<number | undefined> {
  return new Promise(resolve => {
    try {
      const exchange = get(new URL(path, address), { agent: false, timeout: 1_000 }, response => {
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
