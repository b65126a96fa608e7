import { FENCE_PATH, MockBackend, MockBackendEndpoint } from '../mock-backend/index.ts'
import type { Timeline } from '../timeline/index.ts'
import { CallbackServer } from '../wire/http-server.ts'
import { STREAM_HEADER, streamNumberIn } from '../wire/sse-client/index.ts'
import type { BackendSide, Participants, SessionParts } from './backend-side.ts'
import { listenError } from './listen-error.ts'

/** The mock backend: one port for all scenarios, a scripted backend for each of them. */
export class MockBackendSide implements BackendSide {
  readonly isScripted = true
  readonly isRunning = true
  readonly sendAddress = undefined
  readonly status = undefined
  readonly #parts: SessionParts
  #server: CallbackServer | undefined
  #hasCalledBack = false

  constructor(parts: SessionParts) {
    this.#parts = parts
  }

  get server(): CallbackServer | undefined {
    return this.#server
  }

  get callbackPort(): number {
    return this.#parts.proxies.portOf('callback') ?? this.#server?.port ?? 0
  }

  get address(): string {
    const { callbackHost } = this.#parts.settings
    return this.#server === undefined ? '' : `http://${callbackHost}:${this.#server.port}`
  }

  get hasCalledBack(): boolean {
    return this.#hasCalledBack
  }

  async listen(): Promise<void> {
    const { proxies, recorders, settings } = this.#parts
    const { callbackHost, callbackPort } = settings
    this.#server ??= await CallbackServer.listen(
      request => {
        this.#hasCalledBack = true
        const owner = recorders.ownerOf(recorder => recorder.owns(request))
        return owner instanceof MockBackendEndpoint ? owner.answer(request) : Promise.resolve('drop')
      },
      callbackHost,
      callbackPort,
    ).catch((error: NodeJS.ErrnoException) => {
      throw listenError(settings, error)
    })
    if (!proxies.isWanted('callback')) return
    await proxies.listen('callback', { host: callbackHost })
    proxies.setUpstream('callback', `http://${callbackHost}:${this.#server.port}`)
  }

  async beginStart(): Promise<void> {}

  async finishStart(): Promise<void> {}

  createParticipants(timeline: Timeline, gatewayAddress: string): Participants {
    const { proxies, recorders } = this.#parts
    if (this.#server === undefined) throw new Error('The mock backend does not listen yet.')
    const scripted = new MockBackend(timeline, gatewayAddress, this.#server, proxies.addressOf('send'))
    const desk = new MockBackendEndpoint(scripted, STREAM_HEADER, streamNumberIn)
    const attached = recorders.attach(desk)
    return {
      backend: scripted,
      desk,
      scripted,
      clientAddress: proxies.addressOf('client') ?? gatewayAddress,
      fenceTarget: id => `${FENCE_PATH}?${id}`,
      [Symbol.dispose]: () => {
        attached[Symbol.dispose]()
        scripted[Symbol.dispose]()
      },
    }
  }

  async awaitExit(): Promise<void> {}

  onVerdict(): undefined {}

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server?.[Symbol.asyncDispose]()
  }
}
