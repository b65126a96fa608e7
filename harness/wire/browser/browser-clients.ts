import type { BrowserContext } from 'playwright-core'
import { BrowserPage } from './browser-page.ts'
import { Chromium } from './chromium.ts'
import { BrowserEdge } from './edge.ts'
import { PAGE_PATH } from './page-script.ts'

/** A browser to open streams in. Plain data. */
export interface BrowserSettings {
  readonly name: 'chromium'
  /** The absolute path of its program. */
  readonly program: string
}

/** Where an EventSource lives. */
export interface Place extends Disposable {
  readonly page: Promise<BrowserPage>
  /** The host name that its stream has. */
  readonly host: string
}

/**
 * Connections of a browser to one host name: Chromium has six over HTTP/1.1. One is left for the page, and one for a
 * connection that is closing.
 */
const MAX_STREAMS_AT_A_HOST = 4

/** The pages of one host name; the targets of the EventSources in it. */
interface Host {
  readonly name: string
  readonly page: Promise<BrowserPage>
  readonly targets: Set<string>
}

/** The browser of one worker. Its pages live as long as it does, and serve one scenario after another. */
export class BrowserClients implements AsyncDisposable {
  readonly edge: BrowserEdge
  readonly #chromium: Chromium
  readonly #context: BrowserContext
  readonly #hosts: Host[] = []
  readonly #foreign = new Map<string, Promise<BrowserPage>>()
  #count = 0

  private constructor(edge: BrowserEdge, chromium: Chromium, context: BrowserContext) {
    this.edge = edge
    this.#chromium = chromium
    this.#context = context
  }

  /** @throws NotTestableError when the browser does not start */
  static async start({ program }: BrowserSettings): Promise<BrowserClients> {
    await using stack = new AsyncDisposableStack()
    const edge = stack.use(await BrowserEdge.listen())
    const chromium = stack.use(
      await Chromium.start({
        program,
        // Nothing but this machine is asked, whatever a gateway sends.
        flags: ['--host-resolver-rules=MAP *.localhost 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
      }),
    )
    const clients = new BrowserClients(edge, chromium, await chromium.browser.newContext())
    stack.move()
    return clients
  }

  /** E.g. `Chromium 156.0.8078.108`. */
  get version(): string {
    return `Chromium ${this.#chromium.version}`
  }

  /**
   * A place for one more EventSource: in a page of the stream's own origin, or of another one.
   * @param target no other EventSource at the same host name has it, so that a request belongs to one of them
   * @param isAlone its page is for it alone, so that no late request of it can be taken for another one's
   */
  place(target: string, { origin, isAlone }: { origin?: string | undefined; isAlone: boolean }): Place {
    if (origin !== undefined) {
      const page = this.#foreign.get(origin) ?? BrowserPage.open(this.#context, origin, true)
      this.#foreign.set(origin, page)
      return { page, host: this.#newName(), [Symbol.dispose]: () => {} }
    }
    const free = this.#hosts.find(
      ({ targets }) => targets.size < MAX_STREAMS_AT_A_HOST && !targets.has(target),
    )
    const host = isAlone || free === undefined ? this.#newHost() : free
    if (!isAlone && free === undefined) this.#hosts.push(host)
    host.targets.add(target)
    return {
      page: host.page,
      host: host.name,
      [Symbol.dispose]: () => void host.targets.delete(target),
    }
  }

  #newHost(): Host {
    const name = this.#newName()
    const page = BrowserPage.open(this.#context, `http://${name}:${this.edge.port}${PAGE_PATH}`, false)
    page.catch(() => {})
    return { name, page, targets: new Set() }
  }

  #newName(): string {
    this.#count += 1
    return `c${this.#count}.localhost`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#chromium[Symbol.asyncDispose]()
    await this.edge[Symbol.asyncDispose]()
  }
}
