import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { FAULTS, type FaultName } from '../../fixtures/reference-gateway/faults.ts'
import { BREAKS, FLOODS, NOT_JUDGED, PLAYED_IN } from '../../fixtures/reference-gateway/faults-and-clauses.ts'
import {
  areaOf,
  CLAUSES,
  type ClauseId,
  clausesOf,
  DEFAULT_EDITION,
  GATEWAY_CLAUSE_IDS,
  isAbout,
} from '../contract/index.ts'
import { referenceTarget } from '../gateway/index.ts'
import { cleanedEnvironment } from '../process/index.ts'
import type { Verdict } from '../verdict/index.ts'
import { collectScenarios, type DeclaredScenario, defaultSettings, judgeScenario, Session } from './index.ts'

/** Judged with every fault, whatever it is about. */
const SENTINELS: readonly ClauseId[] = [
  'connect/opens-after-accept',
  'connect/response-event-forwarded',
  'connect/refusal-status',
  'send/named-event',
  'send/in-order',
  'send/event-then-close',
  'send/unknown-token-refused',
  'send/streams-isolated',
  'send/during-connect-kept',
  'stream/any-text-safe',
  'disconnect/client-close-reported',
  'disconnect/server-close-reported',
  'replace/new-stream-receives',
  'task/completion-ends-stream',
  'version/queued-then-delivered',
  'http/like-own-paths-are-streams',
  'health/ready',
]

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const files = globSync('scenarios/**/*.test.ts', { cwd: ROOT, exclude: ['scenarios/backend/**'] }).toSorted()
const scenarios = await collectScenarios(async () => {
  for (const file of files) await import(`${ROOT}${file}`)
})

describe('each fault of the reference gateway', () => {
  test.concurrent.for(Object.entries(BREAKS))('%s breaks exactly its clauses', async ([fault, clauses]) => {
    const red = await redWith(fault as FaultName, scopeOf(fault as FaultName, clauses))
    expect([...red.keys()].toSorted()).toEqual(clauses.toSorted())
    expect([...red].map(([id, verdict]) => `${id}: ${verdict.party}`)).toEqual(
      [...red.keys()].map(id => `${id}: gateway`),
    )
  })

  test.concurrent.for(Object.entries(FLOODS))(
    '%s breaks its clauses, and others with them',
    async ([fault, clauses]) => {
      const red = await redWith(fault as FaultName, clauses)
      expect([...red.keys()].toSorted()).toEqual(clauses.toSorted())
      expect([...red.values()].map(({ party }) => party)).toEqual(clauses.map(() => 'gateway'))
    },
  )
})

describe('the table of faults', () => {
  test('has a fault for every clause about gateways.', () => {
    const broken = new Set([...Object.values(BREAKS), ...Object.values(FLOODS)].flat())
    expect(GATEWAY_CLAUSE_IDS.filter(id => !broken.has(id))).toEqual([])
  })

  test('accounts for every fault once.', () => {
    const accounted = [...Object.keys(BREAKS), ...Object.keys(FLOODS), ...NOT_JUDGED]
    expect(accounted.toSorted()).toEqual(Object.keys(FAULTS).toSorted())
  })

  test('plays each fault in an edition that has its clauses.', () => {
    for (const [fault, clauses] of [...Object.entries(BREAKS), ...Object.entries(FLOODS)]) {
      const { capabilities } = settingsFor(fault as FaultName)
      expect(clauses.filter(id => !isAbout(id, capabilities))).toEqual([])
    }
  })
})

test('Every clause about gateways has a scenario.', () => {
  const played = new Set(scenarios.map(({ clause }) => clause))
  expect(GATEWAY_CLAUSE_IDS.filter(id => !played.has(id))).toEqual([])
})

function settingsFor(fault: FaultName) {
  const edition = PLAYED_IN[fault] ?? DEFAULT_EDITION
  const target = referenceTarget({ edition, faults: [fault], environment: cleanedEnvironment() })
  return { ...defaultSettings(edition), target, limitMs: 3_000 }
}

/** The areas that a fault is about, and the sentinels. What takes its time or a process is judged where it is the point. */
function scopeOf(fault: FaultName, clauses: readonly ClauseId[]): ClauseId[] {
  const areas = new Set(clauses.map(areaOf))
  return clausesOf(settingsFor(fault).capabilities).filter(id => {
    if (clauses.includes(id)) return true
    if (CLAUSES[id].timed === true || ['life', 'load'].includes(areaOf(id))) return false
    return areas.has(areaOf(id)) || SENTINELS.includes(id)
  })
}

/** What turns red with a fault, of these clauses: by the verdict on the first scenario that fails. */
async function redWith(fault: FaultName, scope: readonly ClauseId[]): Promise<Map<ClauseId, Verdict>> {
  await using session = new Session(settingsFor(fault))
  const red = new Map<ClauseId, Verdict>()
  const judge = async (declared: DeclaredScenario): Promise<void> => {
    if (red.has(declared.clause)) return
    const outcome = await judgeScenario(declared, session)
    if (outcome?.notTestable !== undefined) throw new Error(`${declared.clause}: ${outcome.notTestable}`)
    if (outcome?.verdict !== undefined) red.set(declared.clause, outcome.verdict)
  }
  const wanted = scenarios.filter(({ clause }) => scope.includes(clause))
  const alone = wanted.filter(
    ({ clause, ownGateway }) => ownGateway === true || CLAUSES[clause].timed === true,
  )
  for (const declared of wanted) if (!alone.includes(declared)) await judge(declared)
  // Two at a time: each boots a gateway, and the machine has other work.
  const queue = alone.values()
  const work = async (): Promise<void> => {
    for (const declared of queue) await judge(declared)
  }
  await Promise.all([work(), work()])
  return red
}
