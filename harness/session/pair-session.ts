import { setTimeout as elapsed } from 'node:timers/promises'
import { type Backend, type BackendTarget, startBackend } from '../backend/index.ts'
import { versionStream } from '../contract/stream-paths.ts'
import { type BackendStatus, type FindingId, SENT_ELSEWHERE, type Verdict } from '../diagnosis/index.ts'
import type { Gateway } from '../gateway/index.ts'
import { CallbackRecorder, FirstSend, proxiedCallbacks, proxiedSends } from '../mock-backend/index.ts'
import type { Timeline } from '../timeline/index.ts'
import { NotTestableError, WaitTimeoutError } from '../util/errors.ts'
import { HttpObserver } from '../wire/proxy/index.ts'
import { STREAM_HEADER, streamNumberIn } from '../wire/sse-client/index.ts'
import { backendConditionOf } from './backend-status.ts'
import { BackendWaitLimit } from './backend-wait-limit.ts'
import { checkCallbackEndpoint } from './callback-endpoint-check.ts'
import { ExternalBackend } from './external-backend.ts'
import { GatewaySession, type Participants } from './gateway-session.ts'
import { listenError } from './listen-error.ts'
import { provokeSend } from './provoke-send.ts'
import type { GatewayRunSettings } from './settings.ts'

/** How long a process may take to be seen ending once its connections broke, in milliseconds. */
const EXIT_LIMIT_MS = 1_000

/** How often a backend may be found to send elsewhere before the rest is not tried. */
const MAX_STRAYED = 2

/** How often it may be waited for in vain, for whatever reason. */
const MAX_WAITS = 6

/** What is said of a backend that does not do what it was waited for. */
const WAITED_FOR: ReadonlySet<FindingId> = new Set<FindingId>([
  'backend/event-not-sent',
  'undecided/no-send-received',
  'backend/callback-unanswered',
  'backend/test-hook-unanswered',
])

/**
 * A gateway and a backend that is a program of its own, side by side. Whatever they say to each other goes over taps,
 * so that the record is as complete as with a backend of ours.
 */
export class PairSession extends GatewaySession {
  readonly #target: BackendTarget
  #backend: Backend | undefined
  /** The backend as the last scenario saw it. */
  #playing: ExternalBackend | undefined
  #starting: Promise<Backend> | undefined
  #gatewayAddress = ''
  readonly #patience: BackendWaitLimit
  #strayed = 0
  #waits = 0
  /** Whether the backend has opened a connection to where it was told that the gateway is, for whatever. */
  #hasAsked = false
  readonly #firstSend = new FirstSend()

  constructor(settings: GatewayRunSettings, target: BackendTarget) {
    super(settings)
    this.#target = target
    this.#patience = new BackendWaitLimit(settings.limitMs)
  }

  override createParticipants(timeline: Timeline, gatewayAddress: string): Participants {
    const desk = new CallbackRecorder(timeline, STREAM_HEADER, streamNumberIn)
    const attached = this.attach(desk)
    const address = this.#backend?.address ?? ''
    const playing = new ExternalBackend(timeline, gatewayAddress, address, this.#patience.limitMs)
    this.#playing = playing
    return {
      backend: playing,
      desk,
      clientAddress: this.taps.addressOf('client') ?? gatewayAddress,
      scripted: undefined,
      fenceTarget: versionStream,
      [Symbol.dispose]: () => {
        this.#patience.learn(timeline)
        attached[Symbol.dispose]()
      },
    }
  }

  override get addresses() {
    return { ...super.addresses, sends: this.#sendAddress }
  }

  override get backendCondition(): BackendStatus | undefined {
    if (this.#backend === undefined) return undefined
    const { address } = this.#backend
    return backendConditionOf(this.#target, this.#backend, this.#sendAddress, {
      firstSend: this.#firstSend,
      hasAsked: () => this.#hasAsked,
      provoked: () =>
        provokeSend({
          address,
          secret: this.secret,
          firstSend: this.#firstSend,
          limitMs: this.settings.limitMs,
          // A token that no scenario knows is nobody's.
          disown: () => {},
        }),
    })
  }

  /** A backend whose connections broke is given time to be seen ending. */
  override async liveness(): Promise<'alive' | 'dead' | 'silent'> {
    const timeline = this.current?.timeline
    const broke =
      timeline?.all('callback-unanswered').some(({ by }) => by === 'backend') === true ||
      timeline?.all('hook').some(({ isAnswered }) => !isAnswered) === true
    if (broke) {
      await Promise.race([this.#backend?.process?.exited, elapsed(EXIT_LIMIT_MS, undefined, { ref: false })])
    }
    return super.liveness()
  }

  /** A backend that is waited for in vain costs the bound of a wait every time, so that it is given up. */
  override onVerdict({ finding }: Verdict, error: unknown): void {
    if (SENT_ELSEWHERE.has(finding)) this.#strayed += 1
    if (WAITED_FOR.has(finding) && (error instanceof WaitTimeoutError || this.#hasWaitedInVain())) {
      this.#waits += 1
      this.#patience.runsOut()
    }
    if (this.#strayed === MAX_STRAYED) {
      this.giveUp(`The backend sends nothing to the gateway's address; the rest was not tried.`)
    } else if (this.#waits === MAX_WAITS) {
      this.giveUp(`The backend was waited for in vain ${MAX_WAITS} times; the rest was not tried.`)
    }
  }

  /** Whether something was waited for as long as a wait may last: no connection broke, and nothing else came instead. */
  #hasWaitedInVain(): boolean {
    const { timeline, wasAwaitedInVain } = this.#playing ?? {}
    return (
      wasAwaitedInVain === true ||
      timeline?.all('callback-unanswered').some(({ broke }) => broke !== true) === true ||
      timeline?.all('hook').some(({ isAnswered, broke }) => !isAnswered && broke !== true) === true
    )
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    await super[Symbol.asyncDispose]()
    await this.#endBackend()
  }

  protected override get callbackPort(): number {
    return this.taps.portOf('callback') ?? 0
  }

  protected override isRunning(gateway: Gateway): boolean {
    return (
      super.isRunning(gateway) && this.#backend !== undefined && this.#backend.process?.exit === undefined
    )
  }

  protected override async listen(): Promise<void> {
    const { callbackHost, callbackPort, sendPort } = this.settings
    await this.taps
      .tap('callback', {
        host: callbackHost,
        port: callbackPort,
        look: () => {
          this.hasCalledBack = true
          return new HttpObserver(proxiedCallbacks(request => this.deskOf(desk => desk.owns(request))))
        },
      })
      .catch((error: NodeJS.ErrnoException) => {
        throw listenError(this.settings, error)
      })
    const overheard = proxiedSends(
      token => {
        this.#firstSend.arrive()
        return this.deskOf(desk => desk.ownsToken(token))?.timeline
      },
      () => this.#gatewayAddress,
    )
    await this.taps
      .tap('send', {
        port: sendPort ?? 0,
        look: () => {
          this.#hasAsked = true
          return new HttpObserver(overheard)
        },
      })
      .catch((error: NodeJS.ErrnoException) => {
        const why = error.code ?? error.message
        throw new NotTestableError(
          sendPort === undefined
            ? `We cannot listen for the backend's sends on any port of 127.0.0.1 (${why}).`
            : `We cannot listen for the backend's sends on 127.0.0.1:${sendPort} (${why}); free that port, or give the running backend another SSE_GATEWAY_URL and say so with --send-port.`,
        )
      })
  }

  protected override async start(onStarted?: () => void, port?: number): Promise<Gateway> {
    await this.listen()
    await this.#endBackend()
    const starting = this.#startBackend()
    this.#starting = starting
    // Whatever becomes of it is told when it is waited for.
    starting.catch(() => {})
    const gateway = await super.start(onStarted, port)
    try {
      this.#gatewayAddress = gateway.address
      this.#backend = await starting
      this.taps.lead('callback', this.#backend.address)
      await checkCallbackEndpoint(this.#backend, this.secret, this.#readyLimitMs)
      return gateway
    } catch (error) {
      await gateway[Symbol.asyncDispose]()
      throw error
    }
  }

  #startBackend(): Promise<Backend> {
    return startBackend(this.#target, {
      gatewayUrl: this.#sendAddress,
      secret: this.secret,
      readyLimitMs: this.#readyLimitMs,
      onLine: line => this.current?.timeline.record({ kind: 'backend-log', text: line.text }, line.at),
      onExit: ({ code, signal }) => this.current?.timeline.record({ kind: 'backend-exited', code, signal }),
    })
  }

  async #endBackend(): Promise<void> {
    const started = await this.#starting?.catch(() => undefined)
    this.#starting = undefined
    this.#backend = undefined
    await started?.[Symbol.asyncDispose]()
  }

  get #readyLimitMs(): number {
    return this.settings.backendReadyLimitMs ?? 15_000
  }

  /** What the backend is told the gateway's address is. */
  get #sendAddress(): string {
    return this.taps.addressOf('send') ?? ''
  }
}
