import type { BackendStatus, Verdict } from '../diagnosis/index.ts'
import type { BackendDriver, CallbackRecorder, MockBackend } from '../mock-backend/index.ts'
import type { Timeline } from '../timeline/index.ts'
import type { CallbackServer } from '../wire/http-server.ts'
import type { EdgeProxies } from '../wire/proxy/index.ts'
import type { ScenarioRecorders } from './scenario-recorders.ts'
import type { GatewayRunSettings } from './settings.ts'

/** The backend of one scenario, and how its clients find the gateway. */
export interface Participants extends Disposable {
  readonly backend: BackendDriver
  readonly desk: CallbackRecorder
  /** Where clients find the gateway. */
  readonly clientAddress: string
  /** The request target of a stream that serves as a fence. */
  readonly fenceTarget: (id: string) => string
  /** The backend that follows a script, where it is one. */
  readonly scripted: MockBackend | undefined
}

/** The parts of a gateway session that its backend side works with. */
export interface SessionParts {
  readonly settings: GatewayRunSettings
  /** In the query of the callback URL; only the backend is to see it. */
  readonly secret: string
  readonly recorders: ScenarioRecorders
  readonly proxies: EdgeProxies
}

/** The backend's side of a gateway session: where the gateway calls back, and who sends to it. */
export interface BackendSide extends AsyncDisposable {
  /** Whether its backend follows a script. */
  readonly isScripted: boolean
  /** The server of the mock backend; `undefined` before it listens, and for any other backend. */
  readonly server: CallbackServer | undefined
  /** The port that the gateway calls back; 0 before it is known. */
  readonly callbackPort: number
  /** Where the backend itself is found; empty before it is known. */
  readonly address: string
  /** The address that the backend sends to, where a proxy of ours listens there. */
  readonly sendAddress: string | undefined
  /** Whether the gateway has called back at all. */
  readonly hasCalledBack: boolean
  /** Whether the backend can take part in a scenario. */
  readonly isRunning: boolean
  /** For the diagnosis, where the backend is a program of its own. */
  readonly status: BackendStatus | undefined
  /** Listens where the gateway calls back; does nothing where it listens already. @throws NotTestable when it cannot */
  listen(): Promise<void>
  /** Begins to start a fresh backend, while the gateway starts. */
  beginStart(): Promise<void>
  /** Waits until the backend is ready. @throws NotTestable when it does not become so */
  finishStart(gatewayAddress: string): Promise<void>
  createParticipants(timeline: Timeline, gatewayAddress: string): Participants
  /** Gives a backend whose connections broke time to be seen ending. */
  awaitExit(): Promise<void>
  /** @returns the reason to test no further, where the verdict is one */
  onVerdict(verdict: Verdict, error: unknown): string | undefined
}
