import { BrowserClients, type BrowserSettings } from './browser-clients.ts'

/** The browser that several sessions of a worker use: started when it is first asked for, ended by the session that owns it. */
export class SharedBrowser implements AsyncDisposable {
  readonly #settings: BrowserSettings | undefined
  readonly #owner: SharedBrowser | undefined
  #clients: Promise<BrowserClients> | undefined

  /** @param settings no browser is used when left out */
  constructor(settings: BrowserSettings | undefined, owner?: SharedBrowser) {
    this.#settings = settings
    this.#owner = owner
  }

  /** @throws NotTestableError when it does not start */
  async clients(): Promise<BrowserClients | undefined> {
    if (this.#owner !== undefined) return this.#owner.clients()
    if (this.#settings === undefined) return undefined
    this.#clients ??= BrowserClients.start(this.#settings)
    return this.#clients
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const clients = await this.#clients?.catch(() => undefined)
    await clients?.[Symbol.asyncDispose]()
  }
}
