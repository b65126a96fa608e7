import { randomUUID } from 'node:crypto'
import { versionStream } from '../contract/stream-paths.ts'
import type { DeploymentSettings } from './settings.ts'
import { type Reply, Site } from './site.ts'
import { Trace } from './trace.ts'

/** What browsers send when they open a stream. */
export const AS_A_BROWSER = { accept: 'text/event-stream', 'accept-encoding': 'gzip, deflate, br' }

/** One look at a system that runs, with ids of its own. */
export class Visit {
  readonly settings: DeploymentSettings
  /** How its users reach it. */
  readonly site: Site
  readonly id = `conformance-${randomUUID()}`
  #first: Promise<{ readonly reply: Reply; readonly trace: Trace }> | undefined

  constructor(settings: DeploymentSettings) {
    this.settings = settings
    this.site = new Site(settings.site, 'proxy ', settings.limitMs)
  }

  /** How a version stream of its own is answered; asked once, and left at once. */
  firstStream(): Promise<{ readonly reply: Reply; readonly trace: Trace }> {
    this.#first ??= this.#open()
    return this.#first
  }

  async #open(): Promise<{ readonly reply: Reply; readonly trace: Trace }> {
    const trace = new Trace()
    const target = versionStream(`${this.id}-first`)
    const reply = await this.site.ask(trace, { target, headers: AS_A_BROWSER })
    reply.stream?.[Symbol.dispose]()
    return { reply, trace }
  }
}
