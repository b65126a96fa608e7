import { expect, test } from 'vitest'
import {
  areaOf,
  CLAUSE_IDS,
  CLAUSES,
  type ClauseId,
  clausesOf,
  editionsOf,
  GATEWAY_CLAUSE_IDS,
  isClauseId,
} from './catalogue.ts'
import type { Clause } from './clause.ts'
import { capabilitiesOf, DEFAULT_EDITION, EDITIONS } from './editions/index.ts'
import { ALL_SURROUNDINGS } from './surroundings.ts'

function clause(id: ClauseId): Clause {
  return CLAUSES[id]
}

test.each(CLAUSE_IDS)('%s is a slug of its area and its requirement.', id => {
  expect(id).toMatch(/^[a-z]+(-[a-z]+)*\/[a-z0-9]+(-[a-z0-9]+)*$/)
})

test.each(CLAUSE_IDS)('%s has one sentence, ending in a full stop.', id => {
  const { sentence } = clause(id)
  expect(sentence).toMatch(/^[A-Z\d].*[^.\s]\.$/)
  expect(sentence).not.toMatch(/\s{2}|\n|\. [A-Z]/)
})

test.each(CLAUSE_IDS)('%s says where it comes from.', id => {
  expect(clause(id).source.trim()).not.toBe('')
})

test.each(CLAUSE_IDS)('%s has a level.', id => {
  expect(['MUST', 'SHOULD']).toContain(clause(id).level)
})

test.each(GATEWAY_CLAUSE_IDS)('%s has an edition that it holds for.', id => {
  expect(editionsOf(id)).not.toEqual([])
})

test('A clause is about gateways, backends, frontends or deployments, and no party is judged by the clauses of another.', () => {
  const [backends, deployments] = [clausesOf('scraped-backend'), clausesOf('deployment')]
  const frontends = clausesOf({ frontend: capabilitiesOf('envelope') })
  expect([...GATEWAY_CLAUSE_IDS, ...backends, ...frontends, ...deployments]).toEqual(CLAUSE_IDS)
  const areas = [backends, frontends, deployments].map(ids => [...new Set(ids.map(areaOf))])
  expect(areas).toEqual([['backend'], ['frontend'], ['deployment']])
  for (const id of [...backends, ...deployments]) expect(editionsOf(id)).toEqual([])
})

test('A backend that Prometheus scrapes is judged by the clauses for any backend, and by those about Prometheus.', () => {
  const needing = clausesOf('scraped-backend').filter(id => clause(id).requires !== undefined)
  expect(needing).not.toEqual([])
  expect(needing.map(id => clause(id).requires)).toEqual(needing.map(() => ({ prometheus: true })))
  expect(clausesOf('backend')).toEqual(clausesOf('scraped-backend').filter(id => !needing.includes(id)))
})

test('No two clauses say the same.', () => {
  const sentences = CLAUSE_IDS.map(id => clause(id).sentence)
  expect(new Set(sentences).size).toBe(sentences.length)
})

test('Clauses of one area stand together, so that reports can gather them.', () => {
  const areas = CLAUSE_IDS.map(areaOf)
  const borders = areas.filter((area, at) => area !== areas[at - 1])
  expect(borders).toEqual([...new Set(areas)])
})

test('An edition has the clauses about what it can do, and those about every gateway, in catalogue order.', () => {
  const named = (id: ClauseId): boolean => clausesOf(capabilitiesOf('callback-events')).includes(id)
  expect(named('connect/response-event-first')).toBe(true)
  expect(clausesOf(capabilitiesOf('send-only'))).not.toContain('connect/response-event-first')
  for (const edition of EDITIONS) {
    const ids = clausesOf({ ...capabilitiesOf(edition), ...ALL_SURROUNDINGS })
    expect(ids).toEqual(CLAUSE_IDS.filter(id => ids.includes(id)))
    expect(ids).toEqual(GATEWAY_CLAUSE_IDS.filter(id => editionsOf(id).includes(edition)))
    const always = GATEWAY_CLAUSE_IDS.filter(id => clause(id).requires === undefined)
    expect(ids).toEqual(expect.arrayContaining(always))
  }
})

test('A clause about what stands around a gateway holds where that is.', () => {
  const alone = capabilitiesOf('callback-events')
  expect(clausesOf(alone)).not.toContain('front/close-forwarded')
  expect(clausesOf({ ...alone, front: true })).toContain('front/close-forwarded')
})

test('The default edition is one of the editions.', () => {
  expect(EDITIONS).toContain(DEFAULT_EDITION)
})

test('Only the ids of the catalogue are clause ids.', () => {
  for (const id of CLAUSE_IDS) expect(isClauseId(id)).toBe(true)
  for (const text of [
    '',
    'connect',
    'connect/',
    'toString',
    '__proto__',
    'constructor',
    'Connect/fresh-token',
  ]) {
    expect(isClauseId(text)).toBe(false)
  }
})

test('The area of a clause is what stands before the slash.', () => {
  expect(areaOf('connect/fresh-token')).toBe('connect')
  expect(areaOf('connection-open/task-stream')).toBe('connection-open')
})
