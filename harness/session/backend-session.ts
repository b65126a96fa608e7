import { randomBytes } from 'node:crypto'
import { isStartableBackend, startBackend } from '../backend/index.ts'
import type { BackendClauseId } from '../contract/index.ts'
import { keepSecret } from '../diagnosis/index.ts'
import { MockGatewayServer } from '../mock-gateway/index.ts'
import { PrometheusServer } from '../prometheus/index.ts'
import { NotTestableError } from '../util/errors.ts'
import type { BackendSettings } from './backend-settings.ts'
import { BackendWaitLimit } from './backend-wait-limit.ts'
import { SessionFailure } from './session-failure.ts'
import { StartedBackend } from './started-backend.ts'

/** The settings in which a backend runs: with its test hooks, or without them and asking for the secret. */
export type Mode = 'testing' | 'production'

/**
 * The backend under test and the port of the gateway beside it, shared by the scenarios of a worker. It starts the
 * backend again when a scenario has killed it or left it silent.
 */
export class BackendSession implements AsyncDisposable {
  readonly settings: BackendSettings
  /** In the query of the callback URL; only the backend is to see it. */
  readonly secret: string
  readonly #running = new Map<Mode, StartedBackend>()
  #port: Promise<MockGatewayServer> | undefined
  #prometheus: { readonly scrapes: string; readonly server: Promise<PrometheusServer> } | undefined
  readonly #failure = new SessionFailure()
  #firstInVain: BackendClauseId | undefined
  /** How long its sends are waited for. */
  readonly patience: BackendWaitLimit

  constructor(settings: BackendSettings) {
    this.settings = settings
    this.patience = new BackendWaitLimit(settings.limitMs)
    this.secret = settings.secret ?? randomBytes(8).toString('hex')
    keepSecret(this.secret, ...(settings.secrets ?? []))
  }

  /** Where backends send to. @throws NotTestable when another program listens there */
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
    this.#failure.throwIfAny()
    const running = this.#running.get(mode)
    if (running !== undefined && running.ended === undefined) return running
    try {
      await running?.[Symbol.asyncDispose]()
      const started = await this.start(mode)
      this.#running.set(mode, started)
      return started
    } catch (error) {
      // What runs in testing need not run in production.
      if (mode === 'testing') this.#failure.keep(error)
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
    // A backend with a fault refuses to start in production unless this variable allows it.
    const production = { FLASK_ENV: 'production', SSE_BACKEND_FAULTS_IN_PRODUCTION: 'allowed' }
    const backend = await startBackend(target, {
      gatewayUrl: port.address,
      secret: this.secret,
      readyLimitMs,
      ...(mode === 'production' ? { settings: production } : {}),
    })
    return new StartedBackend(backend, target, { secret: this.secret, limitMs: this.settings.limitMs })
  }

  /** The Prometheus server that scrapes a backend, started if there is none. @throws NotTestable when it cannot be */
  async prometheus({ address }: StartedBackend): Promise<PrometheusServer> {
    const { prometheus, readyLimitMs } = this.settings
    if (prometheus === undefined) throw new NotTestableError('needs a Prometheus that scrapes the backend')
    // A backend that was started again has another port.
    if (this.#prometheus?.scrapes !== address) {
      const before = this.#prometheus?.server
      const { server } = prometheus
      const options = { server, target: new URL(address).host, readyLimitMs }
      this.#prometheus = { scrapes: address, server: PrometheusServer.start(options) }
      await endOf(before)
    }
    return this.#prometheus.server
  }

  /** Whether nothing more can be tested here, though something could at first. */
  get hasGivenUp(): boolean {
    return this.#failure.hasGivenUp
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
    await this.#running.get(mode)?.[Symbol.asyncDispose]()
    this.#running.delete(mode)
    this.#failure.countSilence('backend')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#running.values()].map(backend => backend[Symbol.asyncDispose]()))
    this.#running.clear()
    await endOf(this.#prometheus?.server)
    this.#prometheus = undefined
    await (await this.#port?.catch(() => undefined))?.[Symbol.asyncDispose]()
    this.#port = undefined
  }
}

/** Ends a server, if it ever became ready. */
async function endOf(server: Promise<PrometheusServer> | undefined): Promise<void> {
  await (await server?.catch(() => undefined))?.[Symbol.asyncDispose]()
}
