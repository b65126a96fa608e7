import {
  type Capabilities,
  type ClauseId,
  capabilitiesOf,
  clausesOf,
  type Edition,
  type FrontendClauseId,
  isAboutFrontend,
} from '../contract/index.ts'
import { diagnose, evidenceOf, redact, type Verdict, ViolationError, verdictOf } from '../diagnosis/index.ts'
import { referenceTarget } from '../gateway/index.ts'
import { inheritedEnvironment } from '../process/index.ts'
import type { ScenarioOutcome } from '../report/index.ts'
import type { Outcome } from '../scenario/outcome.ts'
import { GatewaySession } from '../session/gateway-session.ts'
import { defaultSettings } from '../session/settings.ts'
import { NotTestableError, WaitTimeoutError } from '../util/errors.ts'
import type { BrowserSettings } from '../wire/browser/index.ts'
import { CHECKS } from './checks.ts'
import { FrontendBrowser } from './frontend-browser.ts'
import { Visit, type VisitOptions } from './visit.ts'

/** A page to judge. */
export interface FrontendRequest {
  /** The URL that a user opens. */
  readonly url: string
  /** The edition of the gateway that it is a client of. */
  readonly edition: Edition
  readonly browser: BrowserSettings
  /** The clauses to judge; all of the edition when left out. */
  readonly only?: readonly ClauseId[]
  /** The bound of every wait, in milliseconds; a page may take longer to connect again. */
  readonly limitMs: number
}

/**
 * Opens a page of the frontend in a browser and judges the streams that it opens. Its streams are answered by the bundled
 * gateway and a backend that this program plays; everything else the page gets from where it is.
 */
export class FrontendSession implements AsyncDisposable {
  readonly #options: VisitOptions
  readonly #clauses: readonly FrontendClauseId[]
  readonly #stack: AsyncDisposableStack

  private constructor(
    options: VisitOptions,
    clauses: readonly FrontendClauseId[],
    stack: AsyncDisposableStack,
  ) {
    this.#options = options
    this.#clauses = clauses
    this.#stack = stack
  }

  /** @throws NotTestableError when the browser does not start, or the page does not load or opens no stream */
  static async begin({
    browser: settings,
    edition,
    limitMs,
    only,
    url,
  }: FrontendRequest): Promise<FrontendSession> {
    const capabilities = capabilitiesOf(edition)
    const clauses = clausesOf({ frontend: capabilities })
      .filter(isAboutFrontend)
      .filter(id => only?.includes(id) ?? true)
    await using stack = new AsyncDisposableStack()
    const browser = stack.use(await FrontendBrowser.start(settings))
    const session = stack.use(sessionFor(edition, capabilities, limitMs))
    const options = { session, browser, url, limitMs }
    // A page that opens nothing is no page that keeps the contract.
    await using first = await Visit.begin(options)
    await first.firstStream()
    return new FrontendSession(options, clauses, stack.move())
  }

  /** @param report takes each outcome as soon as it is known */
  async judge(report: (outcome: ScenarioOutcome) => void): Promise<void> {
    for (const clause of this.#clauses) report(await judgeClause(clause, this.#options))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync()
  }
}

/**
 * The same where a page is one point of several: the first thing that is wrong with it.
 * @returns `undefined` when nothing is
 */
export async function lookAtPage(request: FrontendRequest): Promise<Outcome | undefined> {
  try {
    await using session = await FrontendSession.begin(request)
    const outcomes: ScenarioOutcome[] = []
    await session.judge(outcome => outcomes.push(outcome))
    const { reason, verdict } =
      outcomes.find(({ state }) => state === 'failed') ??
      outcomes.find(({ state }) => state === 'not-testable') ??
      {}
    if (verdict !== undefined) return { verdict }
    return reason === undefined ? undefined : { notTestable: reason }
  } catch (error) {
    if (error instanceof NotTestableError) return { notTestable: redact(error.message) }
    throw error
  }
}

/** Pages of any origin may ask this gateway. */
function sessionFor(edition: Edition, capabilities: Capabilities, limitMs: number): GatewaySession {
  const crossOrigin = true
  return new GatewaySession({
    ...defaultSettings(edition),
    target: referenceTarget({ edition, crossOrigin, environment: inheritedEnvironment() }),
    capabilities: { ...capabilities, crossOrigin },
    limitMs,
  })
}

async function judgeClause(clause: FrontendClauseId, options: VisitOptions): Promise<ScenarioOutcome> {
  const began = performance.now()
  const visits: Visit[] = []
  const begin = async (more: Partial<VisitOptions> = {}): Promise<Visit> => {
    const visit = await Visit.begin({ ...options, ...more })
    visits.push(visit)
    await visit.firstStream()
    return visit
  }
  const done = (result: Pick<ScenarioOutcome, 'state' | 'verdict' | 'reason'>): ScenarioOutcome => ({
    clause,
    name: clause,
    file: 'harness/frontend/checks.ts',
    durationMs: performance.now() - began,
    ...result,
  })
  try {
    await CHECKS[clause](begin)
    return done({ state: 'passed' })
  } catch (error) {
    if (error instanceof NotTestableError)
      return done({ state: 'not-testable', reason: redact(error.message) })
    // A page that is slow, or does what the check does not foresee.
    if (error instanceof WaitTimeoutError)
      return done({ state: 'not-testable', reason: redact(error.message) })
    return done({ state: 'failed', verdict: await verdictOn(error, visits.at(-1), options.session) })
  } finally {
    for (const visit of visits) await visit[Symbol.asyncDispose]()
  }
}

async function verdictOn(
  error: unknown,
  visit: Visit | undefined,
  session: GatewaySession,
): Promise<Verdict> {
  if (visit === undefined) throw error
  if (!(error instanceof ViolationError)) {
    return diagnose(error, visit.timeline, session.condition, session.backendCondition)
  }
  const { streams, expected } = error.details
  return verdictOf(error.details, evidenceOf(visit.timeline, streams, expected))
}
