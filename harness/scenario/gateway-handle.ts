import { NotTestable } from '../failure.ts'
import type { LaunchedGateway, Overrides } from '../gateway/index.ts'
import type { EntryOf, Timeline } from '../timeline/index.ts'
import { Violation } from '../verdict/index.ts'
import type { Session } from './session.ts'

/** How long a gateway may take to leave once it was told to, in milliseconds; then nobody waits any more. */
const LEAVE_LIMIT_MS = 20_000

/** The gateway's process, for scenarios about its life. Only where the scenario has a gateway of its own. */
export class GatewayHandle {
  readonly timeline: Timeline
  readonly #session: Session

  constructor(session: Session, timeline: Timeline) {
    this.#session = session
    this.timeline = timeline
  }

  /** What must not be seen by anybody but the backend. */
  get secret(): string {
    return this.#session.secret
  }

  /** Everything the gateway has printed so far. */
  async printed(): Promise<string> {
    const lines = (await this.#session.gateway()).process?.lines ?? []
    return lines.map(({ text }) => text).join('\n')
  }

  /** Signals the gateway; from then on its end is no death. */
  async signal(name: 'SIGTERM' | 'SIGINT'): Promise<void> {
    const { process } = await this.#session.gateway()
    if (process === undefined) throw new NotTestable('needs a gateway that we start')
    this.#session.expectEnd()
    this.timeline.record({ kind: 'gateway-handled', text: `sends ${name} to the gateway` })
    process.signal(name)
  }

  /** Waits for the end of the gateway's process. */
  async ended(): Promise<EntryOf<'gateway-exited'>> {
    return this.timeline.waitUntil({
      for: 'the gateway to end',
      until: () => this.timeline.all('gateway-exited')[0],
      limitMs: LEAVE_LIMIT_MS,
      lastSeen: () => 'a process that runs',
    })
  }

  /** Starts the gateway again on the port that it had. */
  async restart(): Promise<void> {
    this.timeline.record({ kind: 'gateway-handled', text: 'starts the gateway again on the same port' })
    await this.#session.restart().catch((error: Error) => {
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
    const launched = await this.#session.launch({ PORT: new URL(address).port })
    await launched.ended()
    return launched
  }

  /** Starts one more gateway with other settings, and waits until it serves its port or has ended. */
  async launch(overrides: Overrides): Promise<LaunchedGateway> {
    const settings = Object.entries(overrides).map(([name, value]) =>
      value === undefined ? `without ${name}` : `${name}=${value}`,
    )
    this.timeline.record({ kind: 'gateway-handled', text: `starts a gateway ${settings.join(', ')}` })
    const launched = await this.#session.launch(overrides)
    const found = await launched.settled()
    this.timeline.record({
      kind: 'gateway-handled',
      text: found === 'serves' ? 'it serves its port' : `it ended with exit code ${launched.exit?.code}`,
    })
    return launched
  }
}
