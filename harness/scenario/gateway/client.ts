import type { Capabilities, DisconnectCallback } from '../../contract/index.ts'
import { traceConnect } from '../../diagnosis/index.ts'
import {
  type BackendDriver,
  type CallbackRecorder,
  FENCE_PATH,
  MockBackend,
  type SendResult,
} from '../../mock-backend/index.ts'
import { nextMarker, type Timeline } from '../../timeline/index.ts'
import type { BrowserClients, ClientDifference } from '../../wire/browser/index.ts'
import {
  type BrowserSession,
  decoderFor,
  identityDecoder,
  type OpenOptions,
  type RawConnection,
  type Stream,
  type StreamView,
} from '../../wire/sse-client/index.ts'
import { disconnectsOf, type ScenarioRecord } from '../scenario-record.ts'
import { type BrowseOptions, ClientConnections, type ClientUse } from './client-connections.ts'

/** How many streams of the harness' own go through before something that should have come by then is given up. */
const FENCE_ROUNDS = 5
/** How long a callback may be on its way before streams are spent on proving it lost, in milliseconds. */
const ON_ITS_WAY_MS = 20
/** How long the network then gets the last word, in milliseconds. Spent only when something is missing. */
const GRACE_MS = 250

/** What a fence on a stream found. */
export type FenceResult = 'passed' | 'ended' | { readonly refused: SendResult }

/**
 * The client's side of one scenario: asks for streams, and knows by fences when all that was accepted has arrived.
 */
export class ScenarioClient implements ScenarioRecord, Disposable {
  readonly timeline: Timeline
  readonly backend: BackendDriver
  readonly gatewayAddress: string
  /** Where clients find the gateway. */
  readonly clientAddress: string
  readonly capabilities: Capabilities | undefined
  readonly #fenceTarget: (id: string) => string
  readonly #connections: ClientConnections

  /** @param capabilities the gateway's, as stated; the clients take events as they are on the wire when left out */
  constructor(
    backend: BackendDriver,
    desk: CallbackRecorder,
    gatewayAddress: string,
    capabilities?: Capabilities,
    fenceTarget: (id: string) => string = id => `${FENCE_PATH}?${id}`,
    clientAddress = gatewayAddress,
    browser?: BrowserClients,
  ) {
    this.clientAddress = clientAddress
    this.#fenceTarget = fenceTarget
    this.timeline = backend.timeline
    this.backend = backend
    this.gatewayAddress = gatewayAddress
    this.capabilities = capabilities
    const read = capabilities === undefined ? identityDecoder : decoderFor(capabilities)
    this.#connections = new ClientConnections(backend.timeline, desk, clientAddress, read, browser)
  }

  /** Whether the backend answers as the scenario tells it to. */
  get isScripted(): boolean {
    return this.backend instanceof MockBackend
  }

  get use(): ClientUse {
    return this.#connections.use
  }

  /** Where the browser and the ordinary client dispatched the same bytes in another way. */
  get clientDifference(): ClientDifference | undefined {
    return this.#connections.clientDifference
  }

  /** Why the browser does not do as it is asked; `undefined` while it does. */
  get browserFailure(): Error | undefined {
    return this.#connections.browserFailure
  }

  /** Asks for a stream and does not wait for anything. */
  request(target: string, options: OpenOptions = {}): Stream {
    return this.#connections.request(target, options)
  }

  /** Asks for a stream as a browser that reconnects by itself when the stream ends. */
  reconnectingClient(target: string, options: BrowseOptions = {}): BrowserSession {
    return this.#connections.browse(target, options)
  }

  /** A bare connection, for what no HTTP client would say. */
  rawConnection(): RawConnection {
    return this.#connections.raw()
  }

  /** Waits for the head of a response, or the failure to get one. */
  async waitForResponse<Answered extends StreamView>(stream: Answered): Promise<Answered> {
    await this.timeline.waitUntil({
      for: `the gateway to answer ${this.#methodOf(stream)} ${stream.target}`,
      until: () => (stream.status !== undefined || stream.ended !== undefined ? true : undefined),
    })
    return stream
  }

  /** Waits until a reconnecting browser has asked for its `count`-th stream and got an answer. */
  async stream(session: BrowserSession, count: number): Promise<Stream> {
    const stream = await this.timeline.waitUntil({
      for: `the browser to ask for its stream number ${count}`,
      until: () => session.streams[count - 1],
    })
    return this.waitForResponse(this.#connections.adopt(stream))
  }

  async waitForEnd(stream: StreamView): Promise<void> {
    await this.timeline.waitUntil({
      for: `the end of the stream ${stream.target}`,
      until: () => (stream.ended === undefined ? undefined : true),
      lastSeen: () => lastOn(stream),
    })
  }

  /** Waits for the connect callback of a stream. */
  async waitForConnectCallback(stream: StreamView): Promise<void> {
    await this.timeline.waitUntil({
      for: `the connect callback for ${stream.target}`,
      until: () => (stream.connect === undefined ? undefined : true),
    })
  }

  /**
   * Sends a marker behind everything sent so far. When it arrives, or the stream has ended, whatever was accepted
   * before it has arrived too or is lost.
   */
  async fence(stream: StreamView): Promise<FenceResult> {
    if (stream.ended !== undefined) return 'ended'
    await this.waitForConnectCallback(stream)
    const marker = nextMarker()
    const sent = await this.backend.sendFence({ token: stream.token ?? '', event: marker.event })
    if (sent.status !== 200) {
      if (sent.status === 404 && stream.isOpen) await this.#endAfterRefusal(stream)
      return stream.ended === undefined ? { refused: sent } : 'ended'
    }
    await this.timeline.waitUntil({
      for: `the fence behind what was sent to ${stream.target}`,
      until: () => (stream.hasSeen(marker.id) || stream.ended !== undefined ? true : undefined),
      lastSeen: () => lastOn(stream),
    })
    return stream.hasSeen(marker.id) ? 'passed' : 'ended'
  }

  /**
   * A fence for callbacks: a second stream goes through its whole life. A callback that was due before it and has not
   * come by then is lost. When not even the second stream is reported, more streams are opened behind it, and the
   * network gets a last quarter of a second.
   */
  async callbackFence(): Promise<void> {
    const leaving = await this.#passThrough()
    await this.unlessLost('the disconnect callback of a fence', () =>
      this.disconnects(leaving).length > 0 ? true : undefined,
    )
  }

  /** Waits for the disconnect callback of a stream, as long as other streams take to go through their lives. */
  async waitForDisconnectCallback(stream: StreamView): Promise<void> {
    await this.unlessLost(`the disconnect callback of ${stream.target}`, () =>
      this.disconnects(stream).length > 0 ? true : undefined,
    )
  }

  /** The disconnect callbacks that belong to a stream, whatever token they carry. */
  disconnects(stream: StreamView): DisconnectCallback[] {
    return disconnectsOf(this.timeline, stream)
  }

  [Symbol.dispose](): void {
    this.#connections[Symbol.dispose]()
  }

  #methodOf({ number }: StreamView): string {
    return this.timeline.exchanges.stream(number).request?.method ?? 'GET'
  }

  /** Opens a stream of the harness' own and closes it again. */
  async #passThrough(): Promise<Stream> {
    const stream = this.#connections.fence(this.#fenceTarget(nextMarker().id))
    await this.waitForResponse(stream)
    // No expectation of the scenario's: whoever fences may want to know nothing of it.
    const violation = traceConnect(this.timeline, stream)
    if (violation !== undefined) throw violation
    stream.close()
    return stream
  }

  /** A 404 for an open stream is right only if the stream is about to end: give its end the time it needs. */
  async #endAfterRefusal(stream: StreamView): Promise<void> {
    await this.unlessLost(`the end of ${stream.target}`, () =>
      stream.ended === undefined ? undefined : true,
    )
  }

  /** Waits for what has to come before other streams' lives are over; leaves quietly when it does not. */
  async unlessLost(what: string, seen: () => true | undefined): Promise<void> {
    const within = (limitMs: number): Promise<true | undefined> =>
      this.timeline.waitUntil({ for: what, until: seen, limitMs }).catch(() => undefined)
    if (await within(ON_ITS_WAY_MS)) return
    for (let round = 0; round < FENCE_ROUNDS; round += 1) {
      if (seen()) return
      await this.#passThrough()
    }
    await within(GRACE_MS)
  }
}

function lastOn(stream: StreamView): string {
  const last = stream.dispatched.at(-1)
  if (stream.ended !== undefined) return `the stream ended (${stream.ended.how})`
  return last === undefined ? 'a stream without events' : `the event ${JSON.stringify(last.event)}`
}
