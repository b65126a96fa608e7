import { randomBytes } from 'node:crypto'
import { setTimeout as elapsed } from 'node:timers/promises'
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
  launchGateway,
  type Overrides,
  startGateway,
} from '../gateway/index.ts'
import {
  type BackendDriver,
  type CallbackRecorder,
  FENCE_PATH,
  MockBackend,
  MockBackendEndpoint,
} from '../mock-backend/index.ts'
import type { Timeline } from '../timeline/index.ts'
import { NotTestableError } from '../util/errors.ts'
import { CallbackServer } from '../wire/http-server.ts'
import { ByteCounter, EdgeProxies, type ProxyOptions } from '../wire/proxy/index.ts'
import { STREAM_HEADER, streamNumberIn } from '../wire/sse-client/index.ts'
import { gatewayConditionOf } from './gateway-status.ts'
import { listenError } from './listen-error.ts'
import { networkNote } from './network-note.ts'
import { recordExit, recordServerExit } from './record-exit.ts'
import type { GatewayRunSettings } from './settings.ts'

/** How long a process may take to be seen ending once its connections broke, in milliseconds. */
const EXIT_LIMIT_MS = 1_000
/** Every silence costs the bound of a wait, so a gateway that keeps falling silent is given up. */
const MAX_SILENCES = 3

/** More than any gate has scenarios. */
const MAX_DESKS = 1_000

/** Who plays the backend in one scenario. */
export interface Participants extends Disposable {
  readonly backend: BackendDriver
  readonly desk: CallbackRecorder
  /** Where clients find the gateway. */
  readonly clientAddress: string
  /** The request target of a stream that serves as a fence. */
  readonly fenceTarget: (id: string) => string
  /** The backend that follows a script, where it is one. */
  readonly scripted: MockBackend | undefined
}

/**
 * One gateway and the backend port beside it, shared by the scenarios of a worker. It starts the gateway again when
 * a scenario has killed it or left it silent.
 */
export class GatewaySession implements AsyncDisposable {
  readonly settings: GatewayRunSettings
  /** In the query of the callback URL; nobody but the backend is to see it. */
  readonly secret = randomBytes(8).toString('hex')
  readonly #heartbeatSeconds: number
  protected readonly desks = new Set<CallbackRecorder>()
  #server: CallbackServer | undefined
  #gateway: Gateway | undefined
  #failure: unknown
  #silences = 0
  #starting: Promise<Gateway> | undefined
  protected current: CallbackRecorder | undefined
  #endAskedFor = false
  #hasGivenUp = false
  readonly #launched: LaunchedGateway[] = []
  protected readonly taps: EdgeProxies
  /** Whether anything has come from the gateway where it calls back. */
  protected hasCalledBack = false

  constructor(settings: GatewayRunSettings, heartbeatSeconds = 15) {
    this.settings = settings
    this.#heartbeatSeconds = heartbeatSeconds
    keepSecret(this.secret, ...(settings.secrets ?? []))
    this.taps = new EdgeProxies(settings.taps ?? [], settings.network ?? [], fault =>
      this.current?.timeline.record(networkNote(fault)),
    )
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
    if (this.#failure !== undefined) throw this.#failure
    if (this.#gateway !== undefined && this.isRunning(this.#gateway)) return this.#gateway
    try {
      await this.#gateway?.[Symbol.asyncDispose]()
      this.#gateway = await this.start(onStarted)
      return this.#gateway
    } catch (error) {
      this.#failure = error
      throw error
    }
  }

  /** From now on the end of the gateway is what the scenario asked for, and no death. */
  expectEnd(): void {
    this.#endAskedFor = true
  }

  /** Whether the scenario has asked for the end of the gateway. */
  get isEndExpected(): boolean {
    return this.#endAskedFor
  }

  /** Starts the gateway again after its end, on the port it had. @throws NotTestable when it cannot be */
  async restart(): Promise<Gateway> {
    const port = Number(new URL(this.#gateway?.address ?? 'http://127.0.0.1:0').port)
    await this.#gateway?.[Symbol.asyncDispose]()
    this.#gateway = await this.start(undefined, port)
    this.#endAskedFor = false
    return this.#gateway
  }

  /**
   * Starts one more gateway, with other settings, and does not wait until it is ready.
   * @param overrides laid over what a gateway is told; `undefined` takes a variable away
   * @throws NotTestable for a gateway that somebody else runs
   */
  async launch(overrides: Overrides): Promise<LaunchedGateway> {
    const { serving } = await this.gateway()
    const launched = await launchGateway(this.settings.target, {
      callbackUrl: this.#callbackUrl(),
      heartbeatSeconds: this.#heartbeatSeconds,
      limitMs: this.settings.readyLimitMs,
      overrides,
      isExitOwn: serving.by === 'itself',
      onAsked: (path, status) =>
        this.current?.timeline.record({
          kind: 'gateway-handled',
          text: `asks it GET ${path}, and ${status === undefined ? 'gets no answer' : `is answered ${status}`}`,
          asked: path,
        }),
      onLine: line =>
        this.current?.timeline.record({ kind: 'log', source: line.source, text: line.text }, line.at),
    })
    this.#launched.push(launched)
    return launched
  }

  get server(): CallbackServer {
    if (this.#server === undefined)
      throw new Error('The session has no backend port before its gateway is started.')
    return this.#server
  }

  /** Where callbacks are heard, and sends where a tap hears them; known once the gateway runs. */
  get addresses(): { readonly callbacks: string; readonly sends: string | undefined } {
    return { callbacks: `http://${this.settings.callbackHost}:${this.callbackPort}`, sends: undefined }
  }

  /** Lets a scenario have the callbacks that are its own; the last to come also gets strays. */
  attach(desk: CallbackRecorder): Disposable {
    this.desks.add(desk)
    this.current = desk
    return { [Symbol.dispose]: () => void this.#forget(desk) }
  }

  /** Says who plays the backend in a scenario, and attaches it. */
  createParticipants(timeline: Timeline, gatewayAddress: string): Participants {
    const scripted = new MockBackend(timeline, gatewayAddress, this.server, this.taps.addressOf('send'))
    const desk = new MockBackendEndpoint(scripted, STREAM_HEADER, streamNumberIn)
    const attached = this.attach(desk)
    return {
      backend: scripted,
      desk,
      scripted,
      clientAddress: this.taps.addressOf('client') ?? gatewayAddress,
      fenceTarget: id => `${FENCE_PATH}?${id}`,
      [Symbol.dispose]: () => {
        attached[Symbol.dispose]()
        scripted[Symbol.dispose]()
      },
    }
  }

  /** What the diagnosis of a failure may ask about the backend, where it is a program of its own. */
  get backendCondition(): BackendStatus | undefined {
    return undefined
  }

  /** What the diagnosis of a failure may ask about the gateway. */
  get condition(): GatewayStatus {
    return gatewayConditionOf(this.#gateway, this.#foreign, this.#endAskedFor)
  }

  /** Whether the gateway lives and answers. A process whose connections break is given time to be seen ending. */
  async liveness(): Promise<'alive' | 'dead' | 'silent'> {
    const gateway = this.#gateway
    const process = gateway?.process
    if (this.#hasEnded(gateway)) return 'dead'
    const health = await this.condition.health()
    if (health.answers) return 'alive'
    if (process !== undefined) await Promise.race([process.exited, elapsed(EXIT_LIMIT_MS)])
    return this.#hasEnded(gateway) ? 'dead' : 'silent'
  }

  #hasEnded(gateway: Gateway | undefined): boolean {
    if (gateway === undefined || !hasEnded(gateway)) return false
    recordServerExit(this.current?.timeline, gateway)
    return true
  }

  /** Stops a gateway that lives but answers nothing any more, so that the next scenario gets a fresh one. */
  async replaceUnresponsiveGateway(): Promise<void> {
    this.#silences += 1
    await this.#gateway?.[Symbol.asyncDispose]()
    if (this.#silences < MAX_SILENCES) return
    this.giveUp(`The gateway stopped answering ${MAX_SILENCES} times; the rest was not tried.`)
  }

  /** Hears what was said of the last scenario, and what it ended with. */
  onVerdict(_verdict: Verdict, _error: unknown): void {}

  /** Whether it was found that nothing more can be tested here, though something could at first. */
  get hasGivenUp(): boolean {
    return this.#hasGivenUp
  }

  /** From now on nothing can be tested here, and why. */
  protected giveUp(reason: string): void {
    this.#hasGivenUp = true
    this.#failure = new NotTestableError(reason)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#launched.map(launched => launched[Symbol.asyncDispose]()))
    await this.#gateway?.[Symbol.asyncDispose]()
    await this.#server?.[Symbol.asyncDispose]()
    await this.taps[Symbol.asyncDispose]()
  }

  protected isRunning(gateway: Gateway): boolean {
    return !hasEnded(gateway)
  }

  /** Whose callback or send that is; whoever plays now gets strays. */
  protected deskOf(isOwner: (desk: CallbackRecorder) => boolean): CallbackRecorder | undefined {
    return [...this.desks].reverse().find(isOwner) ?? this.current
  }

  /** Listens where the gateway is told to call back; where it listens already, does nothing. */
  protected async listen(): Promise<void> {
    const { callbackHost, callbackPort } = this.settings
    this.#server ??= await CallbackServer.listen(
      request => {
        this.hasCalledBack = true
        const owner = this.deskOf(desk => desk.owns(request))
        return owner instanceof MockBackendEndpoint ? owner.answer(request) : Promise.resolve('drop')
      },
      callbackHost,
      callbackPort,
    ).catch((error: NodeJS.ErrnoException) => {
      throw listenError(this.settings, error)
    })
    if (this.taps.isWanted('callback')) {
      await this.taps.tap('callback', { host: callbackHost })
      this.taps.lead('callback', `http://${callbackHost}:${this.server.port}`)
    }
  }

  /** Where it was asked for, the tap on the client edge is a second witness beside our clients. */
  #clientTap(): ProxyOptions {
    if (this.settings.taps?.includes('client') !== true) return {}
    const names = { caller: 'the client', called: 'the gateway' }
    return {
      look: () =>
        new ByteCounter(names, text =>
          this.current?.timeline.record({ kind: 'network', edge: 'client', breaks: false, text }),
        ),
    }
  }

  protected async start(onStarted?: () => void, port?: number): Promise<Gateway> {
    const { target, readyLimitMs } = this.settings
    await this.listen()
    let gateway: Gateway | undefined
    gateway = await startGateway(target, {
      callbackUrl: this.#callbackUrl(),
      ...(port === undefined ? {} : { port }),
      heartbeatSeconds: this.#heartbeatSeconds,
      readyLimitMs,
      ...(onStarted ? { onStarted } : {}),
      onLine: line =>
        this.current?.timeline.record({ kind: 'log', source: line.source, text: line.text }, line.at),
      onExit: exit => recordExit(this.current?.timeline, gateway, exit),
    })
    for (const edge of ['client', 'send'] as const) {
      if (this.taps.isWanted(edge)) await this.taps.tap(edge, edge === 'client' ? this.#clientTap() : {})
      this.taps.lead(edge, gateway.address)
    }
    return gateway
  }

  /** The port that the gateway calls back. */
  protected get callbackPort(): number {
    return this.taps.portOf('callback') ?? this.server.port
  }

  /** What is known of a gateway that somebody else runs. */
  get #foreign(): ExternalGateway | undefined {
    const { target, callbackHost } = this.settings
    if (isStartable(target)) return undefined
    const callbackAddress = `http://${callbackHost}:${this.callbackPort}`
    return { address: target.url, callbackAddress, hasCalledBack: this.hasCalledBack }
  }

  #callbackUrl(): string {
    return `http://${this.settings.callbackHost}:${this.callbackPort}/api/sse/callback?secret=${this.secret}`
  }

  /**
   * Late callbacks of a finished scenario still find it; only its place as the current one ends. A scenario that is
   * played for hours must not keep all its records.
   */
  #forget(desk: CallbackRecorder): void {
    if (this.current === desk) this.current = undefined
    const [oldest] = this.desks
    if (this.desks.size > MAX_DESKS && oldest !== undefined) this.desks.delete(oldest)
  }
}
