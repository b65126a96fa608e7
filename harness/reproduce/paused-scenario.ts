import { proxiedSends } from '../mock-backend/index.ts'
import type { CompletedScenario } from '../runner/index.ts'
import type { Timeline } from '../timeline/index.ts'
import { HttpObserver, RecordingProxy } from '../wire/proxy/index.ts'
import type { Addresses } from './manual-steps-while-paused.ts'

/** A stream as it stands at the last moment of a scenario. */
export interface StreamState {
  readonly request: string
  /** E.g. `open` or `ended: clean`. */
  readonly state: string
  readonly token: string | undefined
}

/** A scenario that is held before its streams are closed. Sends by hand go through a proxy, so that they are recorded. */
export class PausedScenario implements AsyncDisposable {
  readonly addresses: Addresses
  readonly #proxy: RecordingProxy | undefined

  private constructor(addresses: Addresses, proxy: RecordingProxy | undefined) {
    this.addresses = addresses
    this.#proxy = proxy
  }

  static async at({ gatewayAddress, session, timeline }: CompletedScenario): Promise<PausedScenario> {
    const { callbacks, sends } = session.addresses
    if (sends !== undefined)
      return new PausedScenario({ gateway: gatewayAddress, callbacks, sends }, undefined)
    const recorder = proxiedSends(
      () => timeline,
      () => gatewayAddress,
    )
    const proxy = await RecordingProxy.listen({ observe: () => new HttpObserver(recorder) })
    const { hostname, port } = new URL(gatewayAddress)
    proxy.setUpstream({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 80) })
    return new PausedScenario(
      { gateway: gatewayAddress, callbacks, sends: `http://127.0.0.1:${proxy.port}` },
      proxy,
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#proxy?.[Symbol.asyncDispose]()
  }
}

/** The streams of a scenario, the harness' own left out. */
export function streamStates(timeline: Timeline): StreamState[] {
  return timeline
    .all('stream-request')
    .filter(({ fence }) => fence !== true)
    .map(({ method, stream, url }) => ({
      request: `${method} ${url}`,
      state: stateOf(timeline, stream),
      token: timeline.exchanges.connect(stream).request?.payload.token,
    }))
}

function stateOf(timeline: Timeline, stream: number): string {
  const { end, response } = timeline.exchanges.stream(stream)
  if (end !== undefined) return `ended: ${end.how}`
  if (response === undefined) return 'not answered'
  return response.status === 200 ? 'open' : `answered ${response.status}`
}
