import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { FAULTS, type FaultName } from '../../fixtures/reference-gateway/faults.ts'
import { BREAKS, FLOODS, NOT_JUDGED } from '../../fixtures/reference-gateway/faults-and-clauses.ts'
import { CLAUSE_IDS, CLAUSES } from '../contract/index.ts'
import type { GateResult } from '../report/index.ts'

const GATE = fileURLToPath(new URL('gate.ts', import.meta.url))
const reports = mkdtempSync(join(tmpdir(), 'faults-'))

/** The clauses about time itself, which take as long as they say. */
const TIMED = CLAUSE_IDS.filter(id => CLAUSES[id].timed === true).flatMap(id => ['--only', id])

/** What the gate says of the reference gateway with a fault. The clauses about time are judged only where it is about them, floods only by the clauses they are about. */
async function judged(fault: FaultName): Promise<GateResult> {
  const expected = BREAKS[fault] ?? FLOODS[fault] ?? []
  const timed = expected.some(id => CLAUSES[id].timed === true)
  const scope = fault in FLOODS ? expected.flatMap(id => ['--only', id]) : timed ? TIMED : ['--fast']
  const out = join(reports, fault)
  const { all } = await execa(
    process.execPath,
    [GATE, '--fault', fault, '--wait-limit', '3', '--out', out, ...scope],
    {
      reject: false,
      stdin: 'ignore',
      all: true,
    },
  )
  try {
    return JSON.parse(readFileSync(join(out, 'result.json'), 'utf8'))
  } catch {
    throw new Error(`The gate wrote no report. It said:\n${all}`)
  }
}

function redIn(result: GateResult) {
  return result.clauses.filter(({ status }) => status === 'failed' || status === 'warning')
}

describe('each fault of the reference gateway', () => {
  test.concurrent.for(Object.entries(BREAKS))('%s breaks exactly its clauses', async ([fault, clauses]) => {
    const red = redIn(await judged(fault as FaultName))
    expect(red.map(({ id }) => id).toSorted()).toEqual(clauses.toSorted())
    expect(red.map(({ id, verdict }) => `${id}: ${verdict?.party}`)).toEqual(
      red.map(({ id }) => `${id}: gateway`),
    )
  })

  test.concurrent.for(Object.entries(FLOODS))(
    '%s breaks its clauses, and others with them',
    async ([fault, clauses]) => {
      const red = redIn(await judged(fault as FaultName))
      expect(red.map(({ id }) => id)).toEqual(expect.arrayContaining([...clauses]))
      expect(red.map(({ verdict }) => verdict?.party)).toEqual(red.map(() => 'gateway'))
    },
  )
})

test('every clause is broken by a fault', () => {
  const broken = new Set([...Object.values(BREAKS), ...Object.values(FLOODS)].flat())
  expect(CLAUSE_IDS.filter(id => !broken.has(id))).toEqual([])
})

test('every fault is accounted for once', () => {
  const accounted = [...Object.keys(BREAKS), ...Object.keys(FLOODS), ...NOT_JUDGED]
  expect(accounted.toSorted()).toEqual(Object.keys(FAULTS).toSorted())
})
