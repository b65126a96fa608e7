import type { BrowserContext, CDPSession } from 'playwright-core'
import { PAGE_DOCUMENT, PAGE_SCRIPT, type PageReport, REPORT } from './page-script.ts'

/** A page of the browser in which EventSources live. Commands are carried out in the order in which they are given. */
export class BrowserPage {
  readonly #session: CDPSession
  readonly #listeners = new Map<number, (report: PageReport) => void>()

  private constructor(session: CDPSession) {
    this.#session = session
    session.on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name !== REPORT) return
      const report = JSON.parse(payload) as PageReport
      this.#listeners.get(report.id)?.(report)
    })
  }

  /** @param isForeign the browser is given the document itself, since nobody serves that origin */
  static async open(context: BrowserContext, url: string, isForeign: boolean): Promise<BrowserPage> {
    const page = await context.newPage()
    if (isForeign) {
      await page.route('**/*', route => route.fulfill({ contentType: 'text/html', body: PAGE_DOCUMENT }))
    }
    await page.goto(url)
    // From here on requests go their own way.
    if (isForeign) await page.unrouteAll()
    const session = await context.newCDPSession(page)
    await session.send('Runtime.addBinding', { name: REPORT })
    const opened = new BrowserPage(session)
    await opened.#run(PAGE_SCRIPT)
    return opened
  }

  listen(id: number, listener: (report: PageReport) => void): void {
    this.#listeners.set(id, listener)
  }

  open(id: number, url: string, reconnects: boolean): Promise<void> {
    return this.#call('open', id, url, reconnects)
  }

  /** From now on events of these names are dispatched too. */
  listenFor(id: number, names: readonly string[]): Promise<void> {
    return this.#call('listen', id, names)
  }

  close(id: number): Promise<void> {
    this.#listeners.delete(id)
    return this.#call('close', id)
  }

  #call(verb: string, ...args: readonly unknown[]): Promise<void> {
    return this.#run(`conformance.${verb}(${args.map(argument => JSON.stringify(argument)).join(', ')})`)
  }

  async #run(expression: string): Promise<void> {
    const { exceptionDetails } = await this.#session.send('Runtime.evaluate', { expression })
    if (exceptionDetails !== undefined) {
      throw new Error(
        `The page in the browser failed: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`,
      )
    }
  }
}
