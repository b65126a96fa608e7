import {
  type Circumstances,
  type Gateway,
  type LaunchedGateway,
  launchGateway,
  type Overrides,
  startGateway,
} from '../gateway/index.ts'
import type { LogLine } from '../process/index.ts'
import type { Timeline } from '../timeline/index.ts'
import { ByteCounter, type ProxyOptions } from '../wire/proxy/index.ts'
import type { BackendSide, SessionParts } from './backend-side.ts'
import type { FrontSide } from './front-side.ts'
import { recordExit } from './record-exit.ts'

/** Starts the gateways of a session; what they print and how they end goes into the timeline of the current scenario. */
export class GatewayStarter implements AsyncDisposable {
  readonly #parts: SessionParts
  readonly #backendSide: BackendSide
  readonly #front: FrontSide
  readonly #heartbeatSeconds: number
  readonly #launched: LaunchedGateway[] = []

  constructor(parts: SessionParts, backendSide: BackendSide, front: FrontSide, heartbeatSeconds: number) {
    this.#parts = parts
    this.#backendSide = backendSide
    this.#front = front
    this.#heartbeatSeconds = heartbeatSeconds
  }

  /** Where the gateway calls back. */
  get callbackOrigin(): string {
    const { callbackHost, callbackName = callbackHost } = this.#parts.settings
    return `http://${callbackName}:${this.#backendSide.callbackPort}`
  }

  get #callbackUrl(): string {
    return `${this.callbackOrigin}/api/sse/callback?secret=${this.#parts.secret}`
  }

  /** Starts the gateway of the session with its backend, and waits until both are ready. */
  async start(onStarted?: () => void, port?: number): Promise<Gateway> {
    const { proxies, recorders, settings } = this.#parts
    await this.#backendSide.listen()
    await this.#backendSide.beginStart()
    let gateway: Gateway | undefined
    gateway = await startGateway(settings.target, {
      callbackUrl: this.#callbackUrl,
      ...(port === undefined ? {} : { port }),
      heartbeatSeconds: this.#heartbeatSeconds,
      readyLimitMs: settings.readyLimitMs,
      ...(onStarted ? { onStarted } : {}),
      onLine: line => recordLine(recorders.timeline, line),
      onExit: exit => recordExit(recorders.timeline, gateway, exit),
    })
    for (const edge of ['client', 'send'] as const) {
      if (proxies.isWanted(edge)) await proxies.listen(edge, edge === 'client' ? this.#clientProxy() : {})
      proxies.setUpstream(edge, gateway.address)
    }
    try {
      await this.#backendSide.finishStart(gateway.address)
      await this.#front.lead(gateway.address, this.#backendSide.address)
      if (this.#front.address !== undefined) proxies.setUpstream('client', this.#front.address)
      return gateway
    } catch (error) {
      await gateway[Symbol.asyncDispose]()
      throw error
    }
  }

  /** Makes everything ready for gateways that are launched. */
  async prepare(): Promise<Gateway> {
    await this.#backendSide.listen()
    return {
      address: 'http://127.0.0.1:0',
      process: undefined,
      serving: { by: 'itself' },
      [Symbol.asyncDispose]: async () => {},
    }
  }

  /** Starts one more gateway, with other settings, and does not wait until it is ready. */
  async launch(
    overrides: Overrides,
    isExitOwn: boolean,
    circumstances: Circumstances,
  ): Promise<LaunchedGateway> {
    const { recorders, settings } = this.#parts
    const launched = await launchGateway(settings.target, {
      callbackUrl: this.#callbackUrl,
      heartbeatSeconds: this.#heartbeatSeconds,
      limitMs: settings.readyLimitMs,
      overrides,
      ...circumstances,
      isExitOwn,
      onAsked: (path, status) =>
        recorders.timeline?.record({
          kind: 'gateway-handled',
          text: `asks it GET ${path}, and ${status === undefined ? 'gets no answer' : `is answered ${status}`}`,
          asked: path,
        }),
      onLine: line => recordLine(recorders.timeline, line),
    })
    this.#launched.push(launched)
    return launched
  }

  /** The proxy on the client edge, where it was asked for, counts the bytes that our clients should have seen. */
  #clientProxy(): ProxyOptions {
    if (this.#parts.settings.taps?.includes('client') !== true) return {}
    const names = { downstream: 'the client', upstream: 'the gateway' }
    const { recorders } = this.#parts
    return {
      observe: () =>
        new ByteCounter(names, text =>
          recorders.timeline?.record({ kind: 'network', edge: 'client', breaks: false, text }),
        ),
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#launched.map(launched => launched[Symbol.asyncDispose]()))
  }
}

/** What comes through a container engine is late, and marked so: nothing is ordered by it. */
function recordLine(timeline: Timeline | undefined, { at, late, source, text }: LogLine): void {
  timeline?.record({ kind: 'log', source, text, ...(late === true ? { late } : {}) }, at)
}
