import type { BrowserContext } from 'playwright-core'
import { BrowserEdge, type BrowserSettings, Chromium } from '../wire/browser/index.ts'

/** A browser that opens pages, wherever they are, and the edge to which their streams are led. */
export class FrontendBrowser implements AsyncDisposable {
  readonly edge: BrowserEdge
  readonly #chromium: Chromium

  private constructor(edge: BrowserEdge, chromium: Chromium) {
    this.edge = edge
    this.#chromium = chromium
  }

  /** @throws NotTestableError when it does not start */
  static async start({ program }: BrowserSettings): Promise<FrontendBrowser> {
    await using stack = new AsyncDisposableStack()
    const edge = stack.use(await BrowserEdge.listen())
    const chromium = stack.use(await Chromium.start({ program }))
    const browser = new FrontendBrowser(edge, chromium)
    stack.move()
    return browser
  }

  get version(): string {
    return `Chromium ${this.#chromium.version}`
  }

  /** A context of its own: nothing that an earlier page has kept is in it. */
  newContext(): Promise<BrowserContext> {
    return this.#chromium.browser.newContext()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#chromium[Symbol.asyncDispose]()
    await this.edge[Symbol.asyncDispose]()
  }
}
