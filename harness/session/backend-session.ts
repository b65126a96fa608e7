import { randomBytes } from 'node:crypto'
import { setTimeout as elapsed } from 'node:timers/promises'
import { type Backend, type BackendTarget, isStartableBackend, startBackend } from '../backend/index.ts'
import type { BackendClauseId } from '../contract/index.ts'
import { type BackendStatus, keepSecret } from '../diagnosis/index.ts'
import { MockGatewayServer } from '../mock-gateway/index.ts'
import { exitInWords } from '../process/index.ts'
import { type Health, type HttpResponse, lastLinesOf, sendRequest } from '../service/index.ts'
import { NotTestableError } from '../util/errors.ts'
import type { BackendSettings } from './backend-settings.ts'
import { backendConditionOf } from './backend-status.ts'
import { BackendWaitLimit } from './backend-wait-limit.ts'
import { type ProvokedBackend, provokeSend } from './provoke-send.ts'

/** The settings in which a backend runs: with its test hooks, or without them and asking for the secret. */
export type Mode = 'testing' | 'production'

/** How long `/api/health/healthz` may take before a backend counts as silent, in milliseconds. */
const HEALTH_LIMIT_MS = 2_000

/** How long a process may take to be seen ending once its connections broke, in milliseconds. */
const EXIT_LIMIT_MS = 1_000

/** Every silence costs the bound of a wait, so a backend that keeps falling silent is given up. */
const MAX_SILENCES = 3

/** A backend that is ready, with what can be asked about it once something went wrong. */
export class StartedBackend implements AsyncDisposable {
  readonly #backend: Backend
  readonly #target: BackendTarget
  readonly #provocation: Pick<ProvokedBackend, 'secret' | 'limitMs'>
  #stopped = false

  constructor(
    backend: Backend,
    target: BackendTarget,
    provocation: Pick<ProvokedBackend, 'secret' | 'limitMs'>,
  ) {
    this.#backend = backend
    this.#target = target
    this.#provocation = provocation
  }

  get address(): string {
    return this.#backend.address
  }

  /** How it ended by itself, when it did; e.g. "exit code 1". */
  get ended(): string | undefined {
    const exit = this.#stopped ? undefined : this.#backend.process?.exit
    if (exit === undefined) return undefined
    return exitInWords(exit)
  }

  /** What it has printed, oldest line first; `undefined` when somebody else runs it. */
  get printed(): readonly string[] | undefined {
    return this.#backend.process?.lines.map(({ text }) => text)
  }

  /** How many lines it has printed; 0 when somebody else runs it. */
  get linesPrinted(): number {
    const process = this.#backend.process
    return process === undefined ? 0 : process.droppedLines + process.lines.length
  }

  /** What it printed last. @param earlier how many lines it had printed before; those are left out */
  lastLines(earlier: number): readonly string[] {
    const { process } = this.#backend
    if (process === undefined) return []
    const fresh = this.linesPrinted - earlier
    return lastLinesOf({ lastLines: count => (fresh === 0 ? [] : process.lastLines(Math.min(count, fresh))) })
  }

  /** Asks `/api/health/healthz`. */
  async health(): Promise<Health> {
    const { status, failure } = await this.#asks('/api/health/healthz')
    return status === undefined
      ? { answers: false, said: `does not answer (${failure})` }
      : { answers: true, said: `answers ${status}` }
  }

  /** What the diagnosis of a failure may ask about it. @param port where our gateway is for it */
  conditionBeside(port: MockGatewayServer): BackendStatus {
    return backendConditionOf(this.#target, this.#backend, port.address, {
      firstSend: port.firstSend,
      hasAsked: () => port.wasAsked,
      provoked: () =>
        provokeSend({
          address: this.address,
          firstSend: port.firstSend,
          disown: token => port.disown(token),
          ...this.#provocation,
        }),
    })
  }

  #asks(target: string): Promise<HttpResponse> {
    return sendRequest(this.#backend.address, { method: 'GET', target, limitMs: HEALTH_LIMIT_MS })
  }

  /** A process whose connections break is given time to be seen ending. */
  async untilSeenEnding(): Promise<void> {
    const exited = this.#backend.process?.exited
    if (exited !== undefined) await Promise.race([exited, elapsed(EXIT_LIMIT_MS, undefined, { ref: false })])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true
    await this.#backend[Symbol.asyncDispose]()
  }
}

/**
 * The backend under test and the port of the gateway beside it, shared by the scenarios of a worker. It starts the
 * backend again when a scenario has killed it or left it silent.
 */
export class BackendSession implements AsyncDisposable {
  readonly settings: BackendSettings
  /** In the query of the callback URL; nobody but the backend is to see it. */
  readonly secret: string
  readonly #running = new Map<Mode, StartedBackend>()
  #port: Promise<MockGatewayServer> | undefined
  #failure: unknown
  #silences = 0
  #firstInVain: BackendClauseId | undefined
  /** How long its sends are waited for. */
  readonly patience: BackendWaitLimit

  constructor(settings: BackendSettings) {
    this.settings = settings
    this.patience = new BackendWaitLimit(settings.limitMs)
    this.secret = settings.secret ?? randomBytes(8).toString('hex')
    keepSecret(this.secret, ...(settings.secrets ?? []))
  }

  /** Where backends send to. @throws NotTestable when somebody else listens there */
  port(): Promise<MockGatewayServer> {
    const { sendHost, sendPort } = this.settings
    this.#port ??= MockGatewayServer.listen(sendHost, sendPort).catch(error => {
      const why = (error as NodeJS.ErrnoException).code ?? String(error)
      throw new NotTestableError(
        `Our gateway cannot listen on ${sendHost}:${sendPort} (${why}); name a free port with --send-port, and the backend's SSE_GATEWAY_URL after it.`,
      )
    })
    return this.#port
  }

  /** The backend, started if it does not run. @throws NotTestable when it cannot be */
  async backend(mode: Mode): Promise<StartedBackend> {
    if (this.#failure !== undefined) throw this.#failure
    const running = this.#running.get(mode)
    if (running !== undefined && running.ended === undefined) return running
    try {
      await running?.[Symbol.asyncDispose]()
      const started = await this.start(mode)
      this.#running.set(mode, started)
      return started
    } catch (error) {
      // What runs in testing need not run in production.
      if (mode === 'testing') this.#failure = error
      throw error
    }
  }

  /** Starts one more backend. @throws NotTestable when it does not become ready, or is somebody else's */
  async start(mode: Mode): Promise<StartedBackend> {
    const { target, readyLimitMs } = this.settings
    if (mode === 'production' && !isStartableBackend(target)) {
      throw new NotTestableError('needs a backend that we start, with FLASK_ENV=production')
    }
    const port = await this.port()
    // A backend that is wrong by name refuses to be so in production unless it is told that this is meant.
    const production = { FLASK_ENV: 'production', SSE_BACKEND_FAULTS_IN_PRODUCTION: 'allowed' }
    const backend = await startBackend(target, {
      gatewayUrl: port.address,
      secret: this.secret,
      readyLimitMs,
      ...(mode === 'production' ? { settings: production } : {}),
    })
    return new StartedBackend(backend, target, { secret: this.secret, limitMs: this.settings.limitMs })
  }

  /** Whether it was found that nothing more can be tested here, though something could at first. */
  get hasGivenUp(): boolean {
    return this.#silences >= MAX_SILENCES
  }

  /** The clause under which it was found that nothing comes. */
  get silentSince(): BackendClauseId | undefined {
    return this.#firstInVain
  }

  /** Keeps the clause under which it was found that nothing comes. */
  hearsNothing(clause: BackendClauseId): void {
    this.#firstInVain ??= clause
  }

  /** Stops a backend that lives but answers nothing any more, so that the next scenario gets a fresh one. */
  async dropSilentBackend(mode: Mode): Promise<void> {
    this.#silences += 1
    await this.#running.get(mode)?.[Symbol.asyncDispose]()
    this.#running.delete(mode)
    if (!this.hasGivenUp) return
    this.#failure = new NotTestableError(
      `The backend stopped answering ${MAX_SILENCES} times; the rest was not tried.`,
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#running.values()].map(backend => backend[Symbol.asyncDispose]()))
    this.#running.clear()
    await (await this.#port?.catch(() => undefined))?.[Symbol.asyncDispose]()
    this.#port = undefined
  }
}
