import type { DetailsOf } from '../../diagnosis/index.ts'
import type { StartedTask } from '../../mock-backend/index.ts'
import type { BackendResponse } from '../../mock-gateway/index.ts'
import type { ExpectedSend } from '../../scenario/backend/expected-send.ts'
import type { ScrapedMetrics } from '../../scenario/backend/scraped-backend.ts'
import type { StreamView } from '../../wire/sse-client/index.ts'

/** What it is called when a callback is accepted that has to be refused. */
export type AcceptedWrongly = Extract<
  DetailsOf<'backend'>['what'],
  'invalid-callback-accepted' | 'unknown-action-accepted'
>

/** What it is called when a request that is no callback is answered with another status. */
export type AnsweredOtherwise = Extract<
  DetailsOf<'backend'>['what'],
  'wrong-status' | 'health-depends-on-gateway' | 'test-hooks-in-production'
>

/** How a series of a metric has changed. */
export interface ExpectedChange {
  readonly metric: string
  readonly labels: Readonly<Record<string, string>>
  readonly by: number
}

/** A metric as Prometheus has it. */
export interface ExpectedMetric {
  readonly metric: string
  /** The name of its series. */
  readonly sample: string
  readonly labels: readonly string[]
  readonly types: readonly string[]
}

declare module 'vitest' {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /** Of the answer to a connect callback: 200 and JSON in the contract's form. */
    toHaveValidConnectAnswer(): void
    /** Of the answer to a connect callback: 2xx. */
    toAccept(): void
    /** Of the answer to a connect callback: it carries `connection_open`. */
    toCarryConnectionOpen(): void
    /** Of the answer to a wrong callback: 400. */
    toRefuseWith(status: 400, accepted?: AcceptedWrongly): void
    /** Of the answer to a callback with a wrong secret: 401; where its body is wrong too, another refusal may be of that. */
    toRefuseWith(status: 401, refused?: 'secret-checked-late'): void
    /** Of the answer to a callback with another secret than the right one, outside production: 2xx. */
    toBeAcceptedWithoutSecret(): void
    /** Of the answer to a disconnect callback: 200. */
    toBeAcknowledged(): void
    /** Of the answer to something hostile: accepted, or refused with 4xx as JSON. */
    toBeAcceptedOrRefused(): void
    /** Of a refusal: JSON with an error. */
    toHaveErrorMessage(): void
    /** Of an answer: it repeats none of these, and shows nothing of the backend's inside. */
    toNotRepeat(secrets: readonly string[]): void
    /** Of what a backend printed: no line holds one of these. */
    toNotContainAny(secrets: readonly string[]): void
    /** Of a request that is no callback: this status, or one of these. */
    toHaveBeenAnswered(statuses: readonly number[], otherwise?: AnsweredOtherwise): void
    /** Exactly these sends to the stream's token, in this order, and nothing after them. */
    toHaveBeenSent(sends: readonly ExpectedSend[]): Promise<void>
    /** Exactly these sends to the stream's token by now, which the order of things has proven to be all. */
    toHaveBeenSentSoFar(sends: readonly ExpectedSend[]): void
    /** This send to the stream's token, and no other within the time that a repetition takes. */
    toNeverBeSentAgain(send: ExpectedSend): Promise<void>
    /** The first send to the stream's token is this one, whatever its answer was; the backend has taken note of that. */
    toHaveFirstBeenSent(send: ExpectedSend): Promise<void>
    /** The last send to the stream's token is this one by now. */
    toHaveBeenSentLast(send: ExpectedSend): void
    /** These sends to the stream's token, each once, in whatever order. */
    toHaveBeenSentInAnyOrder(sends: readonly ExpectedSend[]): void
    /** Everything that a task reports from start to end, in order, once, to the stream's token. */
    toHaveBeenSentTaskEvents(task: StartedTask, end: 'task_completed' | 'task_failed'): Promise<void>
    /** The old token was closed once, before anything was sent to the token of its successor. */
    toHaveBeenClosedBefore(successor: StreamView): Promise<void>
    /** Of streams for one id: one of them gets what is announced, and every other one was closed. */
    toHaveLeftOneConnected(id: string): Promise<void>
    /** Of a gateway: everything it was sent has the form of the contract. */
    toHaveValidSends(): void
    /** Of a stream: no send was made to it while the one before was not answered. */
    toHaveWaitedForEachAnswer(): void
    /** What was asked while the gateway kept the backend waiting was answered in that time. */
    toHaveBeenAnsweredMeanwhile(): void
    /** Of the answer to a connect callback: it came before the gateway gave up, which takes 5 s. */
    toHaveAnsweredInTime(): void
    /** Of an announcement: it is reported in this way. */
    toBeReportedAs(status: 'delivered' | 'queued'): void
    /** Of the answer to a request for the metrics: 200. */
    toHaveMetrics(): void
    /** Of the metrics: since earlier ones these series have changed so. */
    toHaveChangedBy(earlier: BackendResponse | ScrapedMetrics, changes: readonly ExpectedChange[]): void
    /** Of the answer of /metrics: Prometheus takes its type. */
    toBePageOfMetrics(): void
    /** Of the checked page of metrics: promtool finds nothing wrong with it, and it has no series twice. */
    toBeCleanMetrics(): void
    /** Of the series in Prometheus: this metric is among them, with one of its types and its labels. */
    toHaveMetric(expected: ExpectedMetric, type: string | undefined): void
    /** Of the series in Prometheus: no counter is less than before. */
    toNotHaveFallenSince(before: ScrapedMetrics): void
    /** Of the series in Prometheus: this sum of durations grew by a time between these two, in seconds. */
    toHaveObserved(before: ScrapedMetrics, sum: string, range: readonly [number, number]): void
    /** Of the series in Prometheus: they are those from before. */
    toHaveNoSeriesBesides(before: ScrapedMetrics): void
    /** Of the answers of /api/health/readyz with and without a gateway: they differ. */
    toReflectGateway(absent: BackendResponse): void
  }
}
