import { randomBytes } from 'node:crypto'
import { setTimeout as elapsed } from 'node:timers/promises'
import type { BackendTarget } from '../backend/index.ts'
import {
  type BackendStatus,
  type ExternalGateway,
  type GatewayStatus,
  keepSecret,
  type Verdict,
} from '../diagnosis/index.ts'
import {
  type Gateway,
  hasEnded,
  isStartable,
  type LaunchedGateway,
  type Overrides,
} from '../gateway/index.ts'
import type { CallbackRecorder } from '../mock-backend/index.ts'
import type { Timeline } from '../timeline/index.ts'
import { SharedBrowser } from '../wire/browser/index.ts'
import type { CallbackServer } from '../wire/http-server.ts'
import { EdgeProxies } from '../wire/proxy/index.ts'
import type { BackendSide, Participants } from './backend-side.ts'
import { ExternalBackendSide } from './external-backend-side.ts'
import { GatewayStarter } from './gateway-starter.ts'
import { gatewayConditionOf } from './gateway-status.ts'
import { EXIT_LIMIT_MS } from './limits.ts'
import { MockBackendSide } from './mock-backend-side.ts'
import { networkNote } from './network-note.ts'
import { recordServerExit } from './record-exit.ts'
import { ScenarioRecorders } from './scenario-recorders.ts'
import { SessionFailure } from './session-failure.ts'
import type { GatewayRunSettings } from './settings.ts'

export interface SessionOptions {
  /** The gateway's heartbeat interval; 15 when left out. */
  readonly heartbeatSeconds?: number
  /** The backend that takes part, with proxies on its edges; the mock one when left out. */
  readonly backend?: BackendTarget
  /** The browser of the worker, where it has one already; who gives it ends it. */
  readonly browser?: SharedBrowser
}

/**
 * One gateway and its backend side, shared by the scenarios of a worker. It starts the gateway again when a scenario
 * has killed it or left it silent.
 */
export class GatewaySession implements AsyncDisposable {
  readonly settings: GatewayRunSettings
  /** Started when a scenario needs it. */
  readonly browser: SharedBrowser
  /** In the query of the callback URL; only the backend is to see it. */
  readonly secret = randomBytes(8).toString('hex')
  readonly #recorders = new ScenarioRecorders()
  readonly #proxies: EdgeProxies
  readonly #backendSide: BackendSide
  readonly #starter: GatewayStarter
  readonly #failure = new SessionFailure()
  #gateway: Gateway | undefined
  #starting: Promise<Gateway> | undefined
  #isEndExpected = false

  constructor(
    settings: GatewayRunSettings,
    { heartbeatSeconds = 15, backend, browser }: SessionOptions = {},
  ) {
    this.settings = settings
    this.browser = new SharedBrowser(settings.client, browser)
    keepSecret(this.secret, ...(settings.secrets ?? []))
    this.#proxies = new EdgeProxies(settings.taps ?? [], settings.network ?? [], fault =>
      this.#recorders.timeline?.record(networkNote(fault)),
    )
    const { secret } = this
    const parts = { settings, secret, recorders: this.#recorders, proxies: this.#proxies }
    this.#backendSide =
      backend === undefined ? new MockBackendSide(parts) : new ExternalBackendSide(parts, backend)
    this.#starter = new GatewayStarter(parts, this.#backendSide, heartbeatSeconds)
  }

  /** Whether its backend follows a script. */
  get isScripted(): boolean {
    return this.#backendSide.isScripted
  }

  /**
   * Starts the gateway ahead of the first scenario, while the worker still loads the rest of them.
   * @returns when its process runs, or cannot be started
   */
  async warmUp(): Promise<void> {
    const started = Promise.withResolvers<void>()
    this.#starting ??= this.#ready(started.resolve)
    await Promise.race([started.promise, this.#starting.catch(() => undefined)])
  }

  /** The gateway, started if it does not run. @throws NotTestable when it cannot be */
  async gateway(): Promise<Gateway> {
    const starting = this.#starting
    this.#starting = undefined
    return starting ?? this.#ready()
  }

  async #ready(onStarted?: () => void): Promise<Gateway> {
    this.#failure.throwIfAny()
    const isRunning = this.#gateway !== undefined && !hasEnded(this.#gateway) && this.#backendSide.isRunning
    if (isRunning && this.#gateway !== undefined) return this.#gateway
    try {
      await this.#gateway?.[Symbol.asyncDispose]()
      this.#gateway = await this.#starter.start(onStarted)
      return this.#gateway
    } catch (error) {
      this.#failure.keep(error)
      throw error
    }
  }

  /** From now on the scenario has asked for the end of the gateway, which is no death then. */
  expectEnd(): void {
    this.#isEndExpected = true
  }

  /** Whether the scenario has asked for the end of the gateway. */
  get isEndExpected(): boolean {
    return this.#isEndExpected
  }

  /** Starts the gateway again after its end, on the port it had. @throws NotTestable when it cannot be */
  async restart(): Promise<Gateway> {
    const port = Number(new URL(this.#gateway?.address ?? 'http://127.0.0.1:0').port)
    await this.#gateway?.[Symbol.asyncDispose]()
    this.#gateway = await this.#starter.start(undefined, port)
    this.#isEndExpected = false
    return this.#gateway
  }

  /**
   * Starts one more gateway, with other settings, and does not wait until it is ready.
   * @param overrides laid over the gateway's environment; `undefined` takes a variable away
   * @throws NotTestable for an external gateway
   */
  async launch(overrides: Overrides): Promise<LaunchedGateway> {
    const { serving } = await this.gateway()
    return this.#starter.launch(overrides, serving.by === 'itself')
  }

  /** The server of the mock backend. */
  get server(): CallbackServer {
    const { server } = this.#backendSide
    if (server === undefined)
      throw new Error('The session has no backend port before its gateway is started.')
    return server
  }

  /** Where callbacks are recorded, and sends where a proxy records them; known once the gateway runs. */
  get addresses(): { readonly callbacks: string; readonly sends: string | undefined } {
    return { callbacks: this.#starter.callbackOrigin, sends: this.#backendSide.sendAddress }
  }

  /** Lets a scenario have its own callbacks; the last to come also gets unmatched ones. */
  attach(recorder: CallbackRecorder): Disposable {
    return this.#recorders.attach(recorder)
  }

  /** Creates the backend of a scenario, and attaches it. */
  createParticipants(timeline: Timeline, gatewayAddress: string): Participants {
    return this.#backendSide.createParticipants(timeline, gatewayAddress)
  }

  /** For the diagnosis of a failure, where the backend is a program of its own. */
  get backendCondition(): BackendStatus | undefined {
    return this.#backendSide.status
  }

  /** For the diagnosis of a failure. */
  get condition(): GatewayStatus {
    return gatewayConditionOf(this.#gateway, this.#external, this.#isEndExpected)
  }

  /** Whether the gateway lives and answers. A process whose connections break is given time to be seen ending. */
  async liveness(): Promise<'alive' | 'dead' | 'silent'> {
    await this.#backendSide.awaitExit()
    const gateway = this.#gateway
    if (this.#hasEnded(gateway)) return 'dead'
    const health = await this.condition.health()
    if (health.answers) return 'alive'
    const exited = gateway?.process?.exited
    if (exited !== undefined) await Promise.race([exited, elapsed(EXIT_LIMIT_MS)])
    return this.#hasEnded(gateway) ? 'dead' : 'silent'
  }

  #hasEnded(gateway: Gateway | undefined): boolean {
    if (gateway === undefined || !hasEnded(gateway)) return false
    recordServerExit(this.#recorders.timeline, gateway)
    return true
  }

  /** Stops a gateway that lives but answers nothing any more, so that the next scenario gets a fresh one. */
  async replaceUnresponsiveGateway(): Promise<void> {
    await this.#gateway?.[Symbol.asyncDispose]()
    this.#failure.countSilence('gateway')
  }

  /** Takes the verdict on the last scenario, and the error it ended with. */
  onVerdict(verdict: Verdict, error: unknown): void {
    const reason = this.#backendSide.onVerdict(verdict, error)
    if (reason !== undefined) this.#failure.giveUp(reason)
  }

  /** Whether nothing more can be tested here, though something could at first. */
  get hasGivenUp(): boolean {
    return this.#failure.hasGivenUp
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#starter[Symbol.asyncDispose]()
    await this.#gateway?.[Symbol.asyncDispose]()
    await this.#backendSide[Symbol.asyncDispose]()
    await this.#proxies[Symbol.asyncDispose]()
    await this.browser[Symbol.asyncDispose]()
  }

  /** The state of an external gateway. */
  get #external(): ExternalGateway | undefined {
    const { target } = this.settings
    if (isStartable(target)) return undefined
    const { hasCalledBack } = this.#backendSide
    return { address: target.url, callbackAddress: this.#starter.callbackOrigin, hasCalledBack }
  }
}
