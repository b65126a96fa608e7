import type { BrowserContext, CDPSession, Page } from 'playwright-core'
import type { MockBackend } from '../mock-backend/index.ts'
import { waitUntil } from '../process/index.ts'
import type { Participants } from '../session/backend-side.ts'
import type { GatewaySession } from '../session/gateway-session.ts'
import { nextMarker, Timeline } from '../timeline/index.ts'
import { NotTestableError, WaitTimeoutError } from '../util/errors.ts'
import { decoderFor } from '../wire/sse-client/index.ts'
import type { FrontendBrowser } from './frontend-browser.ts'
import { PageStream } from './page-stream.ts'
import { type Kind, streamTargetOf } from './stream-request.ts'

/** Requests that change nothing. */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/** How much longer than any other wait the load of a page may take, with all that it needs. */
const LOAD_WAITS = 6

/** A request of the page's API that may cause events. */
export interface PageAction {
  readonly method: string
  readonly target: string
  /** The streams that had not said `ready` when it was made. */
  readonly before: readonly PageStream[]
}

export interface VisitOptions {
  readonly session: GatewaySession
  readonly browser: FrontendBrowser
  readonly url: string
  /** The bound of every wait, in milliseconds. */
  readonly limitMs: number
  /** The bodies of the page's streams are held back until this resolves. */
  readonly beforeBody?: () => Promise<void>
}

/**
 * A page in a browser, from its first request to the end of one check. This program plays gateway and backend behind the
 * page's own origin: the browser asks it in place of the page's server, for streams alone.
 */
export class Visit implements AsyncDisposable {
  readonly timeline: Timeline
  readonly backend: MockBackend
  readonly page: Page
  readonly streams: PageStream[] = []
  /** The removed streams that were asked for. */
  readonly removed: string[] = []
  readonly actions: PageAction[] = []
  /** What else was asked for, in requests. */
  #otherRequests = 0
  #heads = 0
  #pageStatus = 0
  readonly #options: VisitOptions
  readonly #participants: Participants
  readonly #context: BrowserContext
  readonly #gatewayAddress: string

  private constructor(
    options: VisitOptions,
    gatewayAddress: string,
    timeline: Timeline,
    participants: Participants & { readonly scripted: MockBackend },
    page: Page,
  ) {
    this.#options = options
    this.#gatewayAddress = gatewayAddress
    this.timeline = timeline
    this.#participants = participants
    this.backend = participants.scripted
    this.page = page
    this.#context = page.context()
  }

  /** Loads the page, and waits for its first request for a stream. @throws NotTestableError when that cannot be had */
  static async begin(options: VisitOptions): Promise<Visit> {
    const { address } = await options.session.gateway()
    const timeline = new Timeline(options.limitMs)
    const participants = options.session.createParticipants(timeline, address)
    const { scripted } = participants
    if (scripted === undefined) throw new Error('A visit needs the mock backend.')
    const context = await options.browser.newContext()
    const visit = new Visit(
      options,
      address,
      timeline,
      { ...participants, scripted },
      await context.newPage(),
    )
    try {
      await visit.#begin()
      return visit
    } catch (error) {
      await visit[Symbol.asyncDispose]()
      throw error
    }
  }

  async #begin(): Promise<void> {
    const { session, url } = this.#options
    const { appliesConnectAnswer } = session.settings.capabilities
    if (appliesConnectAnswer) {
      this.backend.replyToConnectWith({ event: { name: 'connection_open', data: '{"status": "connected"}' } })
    } else this.backend.replyToConnect({})
    this.page.on('response', response => {
      if (response.request().isNavigationRequest()) this.#pageStatus = response.status()
      if (new URL(response.url()).pathname.startsWith('/api/sse/')) this.#heads += 1
    })
    const requests = await this.#context.newCDPSession(this.page)
    requests.on('Fetch.requestPaused', ({ request, requestId }) => {
      this.#route(requests, request.method, new URL(request.url), requestId).catch(() => {
        // The page is gone, and with it the request.
      })
    })
    await requests.send('Fetch.enable', { patterns: [{ urlPattern: 'http*' }] })
    await this.#load(url)
  }

  async #load(url: string): Promise<void> {
    await this.page
      .goto(url, { waitUntil: 'domcontentloaded', timeout: this.#loadLimitMs })
      .catch((error: Error) => {
        // A browser loads no page where an error has no body.
        if (this.#pageStatus >= 400) return
        const [first = ''] = error.message.replace(/^page\.goto: /, '').split('\n')
        throw new NotTestableError(
          `The page ${url} does not load (${first.replace(/ at https?:.*/, '')}); give the --page that a user opens, with a server and a certificate that a browser accepts.`,
        )
      })
    if (this.#pageStatus < 400) return
    throw new NotTestableError(
      `The page ${url} answers ${this.#pageStatus}; expected a page that opens streams; give the --page that a user opens.`,
    )
  }

  get #loadLimitMs(): number {
    return LOAD_WAITS * this.#options.limitMs
  }

  async #route(requests: CDPSession, method: string, url: URL, requestId: string): Promise<void> {
    const found = streamTargetOf(url)
    const target = `${url.pathname}${url.search}`
    if (found === undefined) {
      this.#otherRequests += 1
      if (!SAFE.has(method) && url.pathname.startsWith('/api/')) this.#act(method, target)
      await requests.send('Fetch.continueRequest', { requestId })
    } else if (found.is === 'removed') {
      this.removed.push(target)
      this.note(`the page asks for ${method} ${target}, and is answered 404`)
      await requests.send('Fetch.fulfillRequest', { requestId, responseCode: 404 })
    } else {
      const { beforeBody, browser, session } = this.#options
      const asked = new PageStream({
        timeline: this.timeline,
        edge: browser.edge,
        origin: this.#gatewayAddress,
        target,
        is: found,
        read: decoderFor(session.settings.capabilities),
        ...(beforeBody === undefined ? {} : { beforeBody }),
      })
      this.#participants.desk.expect(asked.stream.number)
      this.streams.push(asked)
      await requests.send('Fetch.continueRequest', { requestId, url: asked.url })
    }
  }

  #act(method: string, target: string): void {
    const before = this.open.filter(({ isReady }) => !isReady)
    this.actions.push({ method, target, before })
    this.note(`the page asks for ${method} ${target}`)
  }

  note(text: string): void {
    this.timeline.record({ kind: 'note', text })
  }

  /** The streams that have not ended, be they answered or not. */
  get open(): PageStream[] {
    return this.streams.filter(({ stream }) => stream.ended === undefined)
  }

  ofKind(kind: Kind): PageStream[] {
    return this.streams.filter(({ is }) => is.is === 'current' && is.kind === kind)
  }

  /** @throws NotTestableError when the page opens none */
  async firstStream(): Promise<void> {
    const seen = (): boolean => this.streams.length > 0 || this.removed.length > 0
    await this.until('the page to open a stream', seen).catch(error => {
      if (!(error instanceof WaitTimeoutError)) throw error
      const { url } = this.#options
      throw new NotTestableError(
        `The page ${url} opens no stream: within ${error.limitMs / 1000} s it made ${this.#otherRequests} other requests; give the --page that shows a task or a version without a click.`,
      )
    })
  }

  /** Waits until the page has the head of every answer. */
  async heads(): Promise<void> {
    await this.until('the page to see the answers to its streams', () => this.#heads >= this.streams.length)
    await this.#turnOfPage()
  }

  /**
   * A fence: an event on every open stream, and a turn of the page after it. What the page does on loading and on what
   * came earlier, it has done by then.
   */
  async settle(): Promise<void> {
    await this.page.waitForLoadState('load', { timeout: this.#loadLimitMs })
    for (let known = -1; known !== this.streams.length; ) {
      known = this.streams.length
      for (const { stream } of this.open) {
        await this.until(
          `the answer to ${stream.target}`,
          () => stream.status !== undefined || stream.ended !== undefined,
        )
        const { token } = stream
        if (!stream.isOpen || token === undefined) continue
        const marker = nextMarker()
        await this.backend.sendFence({ token, event: marker.event })
        await this.until(
          `the fence on ${stream.target}`,
          () => stream.hasSeen(marker.id) || stream.ended !== undefined,
        )
      }
      await this.#turnOfPage()
    }
  }

  async #turnOfPage(): Promise<void> {
    await this.page.evaluate('new Promise(done => setTimeout(done, 0))')
  }

  /** @throws WaitTimeoutError */
  async until(what: string, seen: () => boolean, limitMs = this.#options.limitMs): Promise<void> {
    await waitUntil(what, seen, { limitMs, lastSeen: () => this.streams.map(({ stream }) => stream.target) })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#context.close().catch(() => {})
    this.#participants[Symbol.dispose]()
    this.timeline[Symbol.dispose]()
  }
}
