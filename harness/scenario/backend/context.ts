import type { ForwardedHeaders } from '../../contract/payloads.ts'
import type { SendResult } from '../../mock-backend/index.ts'
import type { BackendResponse, MockGateway, MockStream, SendBarrier } from '../../mock-gateway/index.ts'
import type { Timeline } from '../../timeline/index.ts'
import type { ScenarioRecord } from '../scenario-record.ts'
import type { BackendUnderTest } from './backend-under-test.ts'
import type { ScrapedBackend } from './scraped-backend.ts'

/** What came of something that was asked while the gateway kept the backend waiting. */
export interface Meanwhile {
  readonly timeline: Timeline
  readonly answer: BackendResponse
  /** Whether the answer came while the gateway still kept the backend waiting. */
  readonly inTime: boolean
  /** Whether the backend answered `/api/health/healthz` in that time. */
  readonly alive: boolean
  /** The first send that the gateway held back. */
  readonly held: SendResult | undefined
}

/** What a scenario about a backend is played with. */
export interface BackendScenarioContext extends ScenarioRecord {
  /** The gateway in front of the backend, which the harness plays. */
  readonly gateway: MockGateway
  readonly backend: BackendUnderTest
  /** An id that no other scenario uses: they share one backend. */
  uniqueId(): string
  /** A client asks for a stream, and the backend accepts it. @throws Violation when it does not */
  open(target: string, headers?: ForwardedHeaders): Promise<MockStream>
  /** A client asks for a stream; the connect callback is made, and not waited for. */
  requestStream(target: string): MockStream
  /** What `/metrics` says of the contract's metrics. @throws Violation when there is no such page */
  metrics(): Promise<BackendResponse>
  /** What `/metrics` says of everything. @throws Violation when there is no such page */
  metricsPage(): Promise<BackendResponse>
  /** The Prometheus that scrapes the backend. @throws NotTestableError when there is none in this run */
  prometheus(): Promise<ScrapedBackend>
  /** Does something while the gateway keeps the backend waiting at the hold. */
  meanwhile(hold: SendBarrier, act: () => Promise<BackendResponse>): Promise<Meanwhile>
  /** Does something while nobody listens where the backend sends to. */
  whileGatewayIsGone<Result>(act: () => Promise<Result>): Promise<Result>
}
