import { setTimeout as elapsed } from 'node:timers/promises'
import { type Backend, type BackendTarget, startBackend } from '../backend/index.ts'
import { versionStream } from '../contract/stream-paths.ts'
import { type BackendStatus, type FindingId, SENT_ELSEWHERE, type Verdict } from '../diagnosis/index.ts'
import { CallbackRecorder, FirstSend, proxiedCallbacks, proxiedSends } from '../mock-backend/index.ts'
import type { Timeline } from '../timeline/index.ts'
import { NotTestableError, WaitTimeoutError } from '../util/errors.ts'
import { HttpObserver } from '../wire/proxy/index.ts'
import { STREAM_HEADER, streamNumberIn } from '../wire/sse-client/index.ts'
import type { BackendSide, Participants, SessionParts } from './backend-side.ts'
import { backendConditionOf } from './backend-status.ts'
import { BackendWaitLimit } from './backend-wait-limit.ts'
import { checkCallbackEndpoint } from './callback-endpoint-check.ts'
import { ExternalBackend } from './external-backend.ts'
import { EXIT_LIMIT_MS } from './limits.ts'
import { listenError } from './listen-error.ts'
import { provokeSend } from './provoke-send.ts'

/** How often a backend may be found to send elsewhere before the rest is not tried. */
const MAX_STRAYED = 2

/** How often it may be waited for in vain, for whatever reason. */
const MAX_WAITS = 6

/** Findings about a backend that does not do what it was waited for. */
const WAITED_FOR: ReadonlySet<FindingId> = new Set<FindingId>([
  'backend/event-not-sent',
  'undecided/no-send-received',
  'backend/callback-unanswered',
  'backend/test-hook-unanswered',
])

/**
 * A backend that is a program of its own. Its traffic with the gateway goes through proxies, so that the record is as
 * complete as with the mock backend.
 */
export class ExternalBackendSide implements BackendSide {
  readonly isScripted = false
  readonly server = undefined
  readonly #parts: SessionParts
  readonly #target: BackendTarget
  readonly #patience: BackendWaitLimit
  readonly #firstSend = new FirstSend()
  #backend: Backend | undefined
  /** The backend as the last scenario saw it. */
  #playing: ExternalBackend | undefined
  #starting: Promise<Backend> | undefined
  #gatewayAddress = ''
  #strayed = 0
  #waits = 0
  /** Whether the backend has opened a connection to the gateway's address, for any purpose. */
  #hasAsked = false
  #hasCalledBack = false

  constructor(parts: SessionParts, target: BackendTarget) {
    this.#parts = parts
    this.#target = target
    this.#patience = new BackendWaitLimit(parts.settings.limitMs)
  }

  get callbackPort(): number {
    return this.#parts.proxies.portOf('callback') ?? 0
  }

  /** The gateway's address as the backend knows it. */
  get sendAddress(): string {
    return this.#parts.proxies.addressOf('send') ?? ''
  }

  get address(): string {
    return this.#backend?.address ?? ''
  }

  get hasCalledBack(): boolean {
    return this.#hasCalledBack
  }

  get isRunning(): boolean {
    return this.#backend !== undefined && this.#backend.process?.exit === undefined
  }

  get status(): BackendStatus | undefined {
    if (this.#backend === undefined) return undefined
    const { address } = this.#backend
    const { secret, settings } = this.#parts
    return backendConditionOf(this.#target, this.#backend, this.sendAddress, {
      firstSend: this.#firstSend,
      hasAsked: () => this.#hasAsked,
      provoked: () =>
        provokeSend({
          address,
          secret,
          firstSend: this.#firstSend,
          limitMs: settings.limitMs,
          // No scenario owns a token that none knows.
          disown: () => {},
        }),
    })
  }

  async listen(): Promise<void> {
    await this.#listenForCallbacks()
    await this.#listenForSends()
  }

  async #listenForCallbacks(): Promise<void> {
    const { proxies, recorders, settings } = this.#parts
    const observed = proxiedCallbacks(request => recorders.ownerOf(recorder => recorder.owns(request)))
    await proxies
      .listen('callback', {
        host: settings.callbackHost,
        port: settings.callbackPort,
        observe: () => {
          this.#hasCalledBack = true
          return new HttpObserver(observed)
        },
      })
      .catch((error: NodeJS.ErrnoException) => {
        throw listenError(settings, error)
      })
  }

  async #listenForSends(): Promise<void> {
    const { proxies, recorders, settings } = this.#parts
    const { sendHost, sendPort } = settings
    const observed = proxiedSends(
      token => {
        this.#firstSend.arrive()
        return recorders.ownerOf(recorder => recorder.ownsToken(token))?.timeline
      },
      () => this.#gatewayAddress,
    )
    await proxies
      .listen('send', {
        ...(sendHost === undefined ? {} : { host: sendHost }),
        port: sendPort ?? 0,
        observe: () => {
          this.#hasAsked = true
          return new HttpObserver(observed)
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

  async beginStart(): Promise<void> {
    await this.#end()
    const { recorders, secret } = this.#parts
    const starting = startBackend(this.#target, {
      gatewayUrl: this.sendAddress,
      secret,
      readyLimitMs: this.#readyLimitMs,
      onLine: line => recorders.timeline?.record({ kind: 'backend-log', text: line.text }, line.at),
      onExit: ({ code, signal }) => recorders.timeline?.record({ kind: 'backend-exited', code, signal }),
    })
    this.#starting = starting
    // finishStart throws its error.
    starting.catch(() => {})
  }

  async finishStart(gatewayAddress: string): Promise<void> {
    this.#gatewayAddress = gatewayAddress
    this.#backend = await this.#starting
    if (this.#backend === undefined) throw new Error('The backend was not started.')
    const { proxies, secret } = this.#parts
    proxies.setUpstream('callback', this.#backend.address)
    await checkCallbackEndpoint(this.#backend, secret, this.#readyLimitMs)
  }

  createParticipants(timeline: Timeline, gatewayAddress: string): Participants {
    const { proxies, recorders } = this.#parts
    const desk = new CallbackRecorder(timeline, STREAM_HEADER, streamNumberIn)
    const attached = recorders.attach(desk)
    const address = this.#backend?.address ?? ''
    const playing = new ExternalBackend(timeline, gatewayAddress, address, this.#patience.limitMs)
    this.#playing = playing
    return {
      backend: playing,
      desk,
      clientAddress: proxies.addressOf('client') ?? gatewayAddress,
      scripted: undefined,
      fenceTarget: versionStream,
      [Symbol.dispose]: () => {
        this.#patience.learn(timeline)
        attached[Symbol.dispose]()
      },
    }
  }

  async awaitExit(): Promise<void> {
    const { timeline } = this.#parts.recorders
    const broke =
      timeline?.all('callback-unanswered').some(({ by }) => by === 'backend') === true ||
      timeline?.all('hook').some(({ isAnswered }) => !isAnswered) === true
    if (!broke) return
    await Promise.race([this.#backend?.process?.exited, elapsed(EXIT_LIMIT_MS, undefined, { ref: false })])
  }

  /** Each wait in vain costs its whole limit, so that the backend is given up after some. */
  onVerdict({ finding }: Verdict, error: unknown): string | undefined {
    if (SENT_ELSEWHERE.has(finding)) this.#strayed += 1
    if (WAITED_FOR.has(finding) && (error instanceof WaitTimeoutError || this.#hasWaitedInVain())) {
      this.#waits += 1
      this.#patience.runsOut()
    }
    if (this.#strayed === MAX_STRAYED) {
      return `The backend sends nothing to the gateway's address; the rest was not tried.`
    }
    if (this.#waits !== MAX_WAITS) return undefined
    return `The backend was waited for in vain ${MAX_WAITS} times; the rest was not tried.`
  }

  /** Whether a wait lasted to its limit: no connection broke, and nothing else came instead. */
  #hasWaitedInVain(): boolean {
    const { timeline, wasAwaitedInVain } = this.#playing ?? {}
    return (
      wasAwaitedInVain === true ||
      timeline?.all('callback-unanswered').some(({ broke }) => broke !== true) === true ||
      timeline?.all('hook').some(({ isAnswered, broke }) => !isAnswered && broke !== true) === true
    )
  }

  get #readyLimitMs(): number {
    return this.#parts.settings.backendReadyLimitMs ?? 15_000
  }

  async #end(): Promise<void> {
    const started = await this.#starting?.catch(() => undefined)
    this.#starting = undefined
    this.#backend = undefined
    await started?.[Symbol.asyncDispose]()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#end()
  }
}
