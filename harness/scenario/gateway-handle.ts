import { NotTestable, WaitExpired } from '../failure.ts'
import { isStartable, type LaunchedGateway, type Overrides } from '../gateway/index.ts'
import type { EntryOf, Timeline } from '../timeline/index.ts'
import { Violation } from '../verdict/index.ts'
import type { Session } from './session.ts'

/** How long a gateway may take to leave once it was told to, in milliseconds; then nobody waits any more. */
const LEAVE_LIMIT_MS = 20_000

/** The gateway's process, for scenarios about its life. Only where the scenario has a gateway of its own. */
export class GatewayHandle {
  readonly timeline: Timeline
  readonly #session: Session
  #signalled: string | undefined

  constructor(session: Session, timeline: Timeline) {
    this.#session = session
    this.timeline = timeline
  }

  /** What must not be seen by anybody but the backend; unknown for a gateway that somebody else runs. */
  get secret(): string | undefined {
    return isStartable(this.#session.settings.target) ? this.#session.secret : undefined
  }

  /** The part of the callback URL that says where the backend is. */
  get backendHost(): string {
    return `${this.#session.settings.callbackHost}:${this.#session.server.port}`
  }

  /** Stops the gateway, so that its output is complete, and gives everything it has printed. */
  async lastPrinted(): Promise<readonly string[]> {
    const { process } = await this.#session.gateway()
    if (process === undefined) throw new NotTestable('needs a gateway that we start')
    this.#session.expectEnd()
    await process.stop()
    return process.lines.map(({ text }) => text)
  }

  /** Signals the gateway; from then on its end is no death. */
  async signal(name: 'SIGTERM' | 'SIGINT'): Promise<void> {
    const { process } = await this.#session.gateway()
    if (process === undefined) throw new NotTestable('needs a gateway that we start')
    this.#session.expectEnd()
    this.timeline.record({ kind: 'gateway-handled', text: `sends ${name} to the gateway` })
    this.#signalled = name
    process.signal(name)
  }

  /** Waits for the end of the gateway's process. */
  async ended(): Promise<EntryOf<'gateway-exited'>> {
    const exit = await this.timeline
      .waitUntil({
        for: 'the gateway to end',
        until: () => this.timeline.all('gateway-exited')[0],
        limitMs: LEAVE_LIMIT_MS,
        lastSeen: () => 'a process that runs',
      })
      .catch((error: unknown) => {
        if (!(error instanceof WaitExpired) || error.sleptThrough) throw error
        throw new Violation({
          party: 'gateway',
          what: 'it does not end when it is told to',
          summary: `The gateway was sent ${this.#signalled ?? 'a signal'} and still runs ${LEAVE_LIMIT_MS / 1000} s later.`,
          streams: [],
          expected: 'the end of the process',
        })
      })
    // What it said last may still be on its way to the backend.
    await this.#session.server.quiet()
    return exit
  }

  /** Starts the gateway again on the port that it had. */
  async restart(): Promise<void> {
    this.timeline.record({ kind: 'gateway-handled', text: 'starts the gateway again on the same port' })
    await this.#session.restart().catch((error: Error) => {
      if (/EADDRINUSE|cannot be started/.test(error.message)) throw error
      throw new Violation({
        party: 'gateway',
        what: 'it does not start again',
        summary: `Stopped and started again on the same port, the gateway does not come up. ${error.message}`,
        streams: [],
        expected: 'a gateway that serves',
      })
    })
  }

  /** Starts one more gateway on the port that this one has. */
  async launchOnTakenPort(): Promise<LaunchedGateway> {
    const { address } = await this.#session.gateway()
    this.timeline.record({ kind: 'gateway-handled', text: 'starts one more gateway on the port of this one' })
    const launched = await this.#session.launch({ PORT: new URL(address).port })
    await launched.ended().catch(async (error: Error) => {
      await launched.stop()
      throw new Violation({
        party: 'gateway',
        what: 'it does not end when its port is taken',
        summary: `Started on a port that is taken, the gateway does not end. ${error.message}`,
        streams: [],
        expected: 'an exit code other than 0',
      })
    })
    return launched
  }

  /** Starts one more gateway with other settings, and waits until it serves its port or has ended. */
  async launch(overrides: Overrides): Promise<LaunchedGateway> {
    const settings = Object.entries(overrides).map(([name, value]) =>
      value === undefined ? `without ${name}` : `${name}=${value}`,
    )
    this.timeline.record({ kind: 'gateway-handled', text: `starts a gateway ${settings.join(', ')}` })
    const launched = await this.#session.launch(overrides)
    const found = await launched.settled().catch(async (error: Error) => {
      await launched.stop()
      throw new Violation({
        party: 'gateway',
        what: 'it neither serves nor ends',
        summary: `Started ${settings.join(', ')}, the gateway neither serves the port it was given nor ends. ${error.message}`,
        streams: [],
        expected: 'a gateway that serves, or that ends with an exit code other than 0',
      })
    })
    this.timeline.record({
      kind: 'gateway-handled',
      text: found === 'serves' ? 'it serves its port' : `it ended with exit code ${launched.exit?.code}`,
    })
    return launched
  }
}
