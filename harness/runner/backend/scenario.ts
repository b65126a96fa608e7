import { test as baseTest } from 'vitest'
import { type BackendClauseId, CLAUSES } from '../../contract/index.ts'
import { formatFailure } from '../../diagnosis/format-failure.ts'
import type { Outcome } from '../../scenario/outcome.ts'
import type { BackendSession } from '../../session/backend-session.ts'
import type {} from '../gateway/scenario.ts'
import { settings, shared } from '../worker-backend-session.ts'
import { type BackendNeeds, type BackendScenarioBody, runBackendScenario } from './run-scenario.ts'

/** A scenario about a backend as it was declared. */
export interface DeclaredBackendScenario extends BackendNeeds {
  readonly clause: BackendClauseId
  /** What sets it apart from other scenarios of the clause. */
  readonly variant: string | undefined
  readonly body: BackendScenarioBody
}

/** Above the bounded waits of a scenario together, so that those speak first; in milliseconds. */
const TEST_LIMIT_MS = 120_000 + 3 * settings.readyLimitMs + 20 * settings.limitMs

const test = baseTest.extend<{ $worker: { session: BackendSession } }>({
  session: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads the parameter's names
    async ({}, use) => {
      await using session = shared
      await use(session)
    },
    { scope: 'worker' },
  ],
})

let collected: DeclaredBackendScenario[] | undefined

/** The scenarios that are declared while `load` goes on, instead of making them tests. */
export async function collectBackendScenarios(
  load: () => Promise<unknown>,
): Promise<readonly DeclaredBackendScenario[]> {
  const found: DeclaredBackendScenario[] = []
  collected = found
  try {
    await load()
  } finally {
    collected = undefined
  }
  return found
}

/**
 * Declares a scenario about a backend: a conversation that shows whether a clause holds.
 * @param variant what sets it apart from other scenarios of the clause
 */
export function backendScenario(clause: BackendClauseId, body: BackendScenarioBody): void
export function backendScenario(
  clause: BackendClauseId,
  variant: string,
  body: BackendScenarioBody,
  needs?: BackendNeeds,
): void
export function backendScenario(
  clause: BackendClauseId,
  second: string | BackendScenarioBody,
  third?: BackendScenarioBody,
  needs: BackendNeeds = {},
): void {
  const variant = typeof second === 'string' ? second : undefined
  const body = typeof second === 'function' ? second : third
  if (body === undefined) throw new TypeError(`The scenario for ${clause} has no body.`)
  const declared = { clause, variant, body, ...needs }
  if (collected === undefined) register(declared)
  else collected.push(declared)
}

function register(declared: DeclaredBackendScenario): void {
  const { clause, variant } = declared
  test(variant === undefined ? clause : `${clause}: ${variant}`, {
    meta: { scenario: { clause } },
    timeout: TEST_LIMIT_MS,
    skip: !isWanted(clause),
  }, async ({ session, task }) => {
    const outcome = await runDeclaredBackendScenario(declared, session)
    if (outcome === undefined) return
    task.meta.scenario = { clause, ...outcome }
    throw new Error(formatFailure(clause, outcome))
  })
}

/** @returns `undefined` when it went well */
export function runDeclaredBackendScenario(
  { body, clause, ...needs }: DeclaredBackendScenario,
  session: BackendSession,
): Promise<Outcome | undefined> {
  return runBackendScenario(session, clause, body, needs)
}

function isWanted(clause: BackendClauseId): boolean {
  if (settings.only !== undefined && !settings.only.includes(clause)) return false
  return !(settings.fast && CLAUSES[clause].timed === true)
}
