import { type Front, isStartableFront, startFront } from '../front/index.ts'
import type { Timeline } from '../timeline/index.ts'
import { NotTestableError } from '../util/errors.ts'
import { HttpObserver, RecordingProxy } from '../wire/proxy/index.ts'
import { proxiedFront } from '../wire/recorders/proxied-front.ts'
import { streamNumberIn } from '../wire/sse-client/index.ts'
import type { SessionParts } from './backend-side.ts'

/** The reverse proxy of a gateway session. What it passes to the gateway goes over a proxy of ours, which records it. */
export class FrontSide implements AsyncDisposable {
  readonly #parts: Pick<SessionParts, 'settings' | 'recorders'>
  #toGateway: RecordingProxy | undefined
  #toBackend: RecordingProxy | undefined
  #front: Front | undefined

  constructor(parts: Pick<SessionParts, 'settings' | 'recorders'>) {
    this.#parts = parts
  }

  /** Where clients find it; `undefined` where there is none, or before it is started. */
  get address(): string | undefined {
    return this.#front?.address
  }

  /** Whether clients can be led through it, where there is one. */
  get isRunning(): boolean {
    return this.#parts.settings.front === undefined || this.#front?.hasEnded === false
  }

  /**
   * Starts it unless it runs, and leads it to this gateway and this backend.
   * @throws NotTestableError when it does not lead to the gateway
   */
  async lead(gatewayAddress: string, backendAddress: string): Promise<void> {
    const { recorders, settings } = this.#parts
    const { callbackHost, front: target, readyLimitMs } = settings
    if (target === undefined) return
    this.#toGateway ??= await this.#listen()
    this.#toBackend ??= await RecordingProxy.listen()
    const [toGateway, toBackend] = [this.#toGateway, this.#toBackend]
    if (backendAddress !== '') toBackend.setUpstream(placeOf(backendAddress))
    if (!this.isRunning) {
      await this.#front?.[Symbol.asyncDispose]()
      this.#front = await startFront(target, {
        gateway: `${isStartableFront(target) ? '127.0.0.1' : callbackHost}:${toGateway.port}`,
        backend: `127.0.0.1:${toBackend.port}`,
        lead: address => toGateway.setUpstream(placeOf(address)),
        readyLimitMs,
        onLine: ({ text, at }) => recorders.timeline?.record({ kind: 'log', source: 'front', text }, at),
        onAccess: (text, stream) => {
          if (stream === '-') return
          this.#ownerOf(streamNumberIn(stream))?.record({ kind: 'log', source: 'front', text })
        },
        onExit: ({ code, signal }) =>
          recorders.timeline?.note(`the reverse proxy ended (${signal ?? `exit code ${code}`})`),
      })
    }
    toGateway.setUpstream(placeOf(gatewayAddress))
  }

  /** Has it read its configuration again. @throws NotTestableError for one that somebody else runs */
  async reload(): Promise<void> {
    if (this.#front === undefined) throw new NotTestableError('needs a reverse proxy that we start')
    this.#parts.recorders.timeline?.note('has the reverse proxy read its configuration again')
    await this.#front.reload()
  }

  #listen(): Promise<RecordingProxy> {
    const { callbackHost, front } = this.#parts.settings
    const [host, port] =
      front === undefined || isStartableFront(front) ? ['127.0.0.1', 0] : [callbackHost, front.gatewayPort]
    const observed = proxiedFront(stream => this.#ownerOf(stream))
    return RecordingProxy.listen({ host, port, observe: () => new HttpObserver(observed) }).catch(
      (error: NodeJS.ErrnoException) => {
        throw new NotTestableError(
          `We cannot listen on ${host}:${port}, where the running reverse proxy expects the gateway (${error.code ?? error.message}); free that port, or give the proxy another one and say so with --front-port.`,
        )
      },
    )
  }

  /** The timeline of the scenario that a stream belongs to; that of the current one where it is of none. */
  #ownerOf(stream: number | undefined): Timeline | undefined {
    const { recorders } = this.#parts
    return recorders.ownerOf(recorder => stream !== undefined && recorder.ownsStream(stream))?.timeline
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#front?.[Symbol.asyncDispose]()
    await this.#toGateway?.[Symbol.asyncDispose]()
    await this.#toBackend?.[Symbol.asyncDispose]()
  }
}

function placeOf(address: string): { readonly host: string; readonly port: number } {
  const { hostname, port } = new URL(address)
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 80) }
}
