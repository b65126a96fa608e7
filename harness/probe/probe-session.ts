import { randomBytes } from 'node:crypto'
import type { SentEvent } from '../contract/index.ts'
import { ViolationError } from '../diagnosis/index.ts'
import type { Gateway } from '../gateway/index.ts'
import { MockBackend, MockBackendEndpoint } from '../mock-backend/index.ts'
import { type FenceResult, ScenarioClient } from '../scenario/gateway/client.ts'
import type { GatewaySession } from '../session/gateway-session.ts'
import { nextMarker, Timeline } from '../timeline/index.ts'
import { WaitTimeoutError } from '../util/errors.ts'
import type { BackendRequest } from '../wire/http-server.ts'
import { type OpenOptions, STREAM_HEADER, type Stream, streamNumberIn } from '../wire/sse-client/index.ts'
import { headLine, sendLine } from './evidence-lines.ts'
import { asClause, ProbeInconclusiveError } from './finding.ts'

/** How long the end of a stream may take once its token is unknown, in milliseconds. */
const END_ON_ITS_WAY_MS = 250

/** An event of the probe, and the word by which it is known again in whatever form it arrives. */
export interface ProbeEvent extends SentEvent {
  readonly name: string
  readonly word: string
}

/** JSON with a space in it: valid in every edition, and altered by any new serialization. */
export function probeEvent(name: string): ProbeEvent {
  const word = randomBytes(4).toString('hex')
  return { name, data: `{"probe": "${word}"}`, word }
}

/** The event alone, as a backend sends it. */
export function toSentEvent({ name, data }: ProbeEvent): SentEvent {
  return { name, data }
}

/** Takes callbacks for its streams also from a gateway that does not forward our header. */
class ProbeEndpoint extends MockBackendEndpoint {
  override owns(request: BackendRequest): boolean {
    return super.owns(request) || this.#isForOurTarget(request)
  }

  #isForOurTarget({ body }: BackendRequest): boolean {
    try {
      const url: unknown = JSON.parse(body)?.request?.url
      return this.timeline.all('stream-request').some(entry => entry.url === url)
    } catch {
      return false
    }
  }
}

/** One question to the gateway: a backend, a client and a record of its own. Many can be asked side by side. */
export class ProbeSession implements Disposable {
  readonly timeline: Timeline
  readonly backend: MockBackend
  readonly client: ScenarioClient
  readonly #attached: Disposable

  constructor(session: GatewaySession, gateway: Gateway) {
    this.timeline = new Timeline(session.settings.limitMs)
    this.backend = new MockBackend(this.timeline, gateway.address, session.server)
    this.backend.replyToConnect({ body: {} })
    this.backend.replyToDisconnect({ body: {} })
    const desk = new ProbeEndpoint(this.backend, STREAM_HEADER, streamNumberIn)
    this.#attached = session.attach(desk)
    this.client = new ScenarioClient(this.backend, desk, gateway.address)
  }

  /** Asks for a stream and waits for the head of the response. */
  request(target: string, options: OpenOptions = {}): Promise<Stream> {
    return this.client.waitForResponse(this.client.request(target, { client: 'wire', ...options }))
  }

  /**
   * Asks for a stream that the backend accepts.
   * @throws ProbeInconclusiveError when none is opened
   */
  async open(target: string, options: OpenOptions = {}): Promise<Stream> {
    const stream = await this.request(target, options)
    if (!stream.isEventStream) {
      const type = stream.responseHeaders['content-type'] ?? 'no content type'
      const what = stream.status === undefined ? stream.ended?.how : `${stream.status} ${type}`
      throw new ProbeInconclusiveError(`the gateway opened no stream (${what})`, [headLine(stream)])
    }
    await this.client.waitForConnectCallback(stream)
    await this.timeline.waitUntil({
      for: `our backend to answer the connect callback for ${target}`,
      until: () => this.timeline.exchanges.connect(stream.number).response,
    })
    return stream
  }

  /**
   * Sends a marker after everything accepted so far. It is looked for in the bytes, since the form of events is one
   * of the questions.
   */
  async fence(stream: Stream): Promise<FenceResult> {
    if (stream.ended !== undefined) return 'ended'
    const { id, event } = nextMarker()
    const sent = await this.backend.sendFence({ token: stream.token ?? '', event })
    if (sent.status !== 200) {
      await this.#until(() => stream.ended !== undefined, 'the end of the stream', END_ON_ITS_WAY_MS)
      return stream.ended === undefined ? { refused: sent } : 'ended'
    }
    const came = (): boolean => stream.body.includes(id)
    if (!(await this.#until(() => came() || stream.ended !== undefined, 'a marker'))) {
      const limit = `${this.timeline.limitMs / 1_000} s`
      throw new ProbeInconclusiveError(
        `the marker after it was accepted and did not arrive within ${limit}`,
        [sendLine(sent)],
      )
    }
    return came() ? 'passed' : 'ended'
  }

  /**
   * Waits until everything accepted so far has arrived or is lost.
   * @throws ProbeInconclusiveError when no marker comes through
   */
  async settle(stream: Stream): Promise<void> {
    const mark = await this.fence(stream)
    if (typeof mark === 'string') return
    throw new ProbeInconclusiveError('the marker after it was not accepted', [sendLine(mark.refused)])
  }

  /** Waits for the disconnect callback of a stream; in full where the gateway opens other streams in the wrong way. */
  async waitForDisconnectCallback(stream: Stream): Promise<void> {
    try {
      await this.client.waitForDisconnectCallback(stream)
    } catch (error) {
      if (!(error instanceof ViolationError)) throw error
      await this.#until(() => this.client.disconnects(stream).length > 0, 'the disconnect callback')
    }
  }

  [Symbol.dispose](): void {
    this.client[Symbol.dispose]()
    this.backend[Symbol.dispose]()
    this.#attached[Symbol.dispose]()
  }

  async #until(holds: () => boolean, what: string, limitMs = this.timeline.limitMs): Promise<boolean> {
    try {
      await this.timeline.waitUntil({ for: what, until: () => holds() || undefined, limitMs })
      return true
    } catch (error) {
      if (error instanceof WaitTimeoutError) return false
      throw error
    }
  }
}

/**
 * Looks, and keeps what stopped it as a reason.
 * @throws whatever is no fault of the gateway
 */
export async function attempt<Sight>(look: () => Promise<Sight>): Promise<Sight | ProbeInconclusiveError> {
  try {
    return await look()
  } catch (error) {
    if (error instanceof ProbeInconclusiveError) return error
    if (error instanceof ViolationError) return new ProbeInconclusiveError(asClause(error.details.summary))
    if (error instanceof WaitTimeoutError) {
      return new ProbeInconclusiveError(
        `waited ${error.limitMs / 1_000} s for ${error.waitedFor}, last seen: ${error.lastSeen}`,
      )
    }
    throw error
  }
}
