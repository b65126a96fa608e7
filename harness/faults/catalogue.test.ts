import { describe, expect, test } from 'vitest'
import { BACKEND_FAULTS, isBackendFault } from '../../fixtures/faults/backend.ts'
import { CONFIGURATION_FAULTS } from '../../fixtures/faults/configuration.ts'
import { brokenBy, type Fault } from '../../fixtures/faults/fault.ts'
import { GATEWAY_FAULTS } from '../../fixtures/faults/gateway.ts'
import { NETWORK_FAULTS } from '../../fixtures/faults/network.ts'
import { flaskFaults } from '../backend/index.ts'
import { AREAS, type Area } from '../contract/areas.ts'
import {
  areaOf,
  CLAUSE_IDS,
  type ClauseId,
  capabilitiesOf,
  clausesOf,
  DEFAULT_EDITION,
  GATEWAY_CLAUSE_IDS,
  isAbout,
} from '../contract/index.ts'
import { PLACES } from './case.ts'
import { currentLines } from './docs-page.ts'
import { allNames, namesOf } from './names.ts'
import { backendScenarios, gatewayScenarios } from './scenarios.ts'

const ALL: readonly Fault[] = [GATEWAY_FAULTS, BACKEND_FAULTS, NETWORK_FAULTS, CONFIGURATION_FAULTS].flatMap(
  faults => Object.values<Fault>(faults),
)

describe('The catalogue of faults', () => {
  test('has a fault of a gateway for every clause about gateways.', () => {
    const broken = new Set(Object.values<Fault>(GATEWAY_FAULTS).flatMap(brokenBy))
    expect(GATEWAY_CLAUSE_IDS.filter(id => !broken.has(id))).toEqual([])
  })

  test('has a fault of a backend for every clause about backends.', () => {
    const broken = new Set(Object.values<Fault>(BACKEND_FAULTS).flatMap(brokenBy))
    expect(clausesOf('backend').filter(id => !broken.has(id))).toEqual([])
  })

  test('says in one sentence what each is.', () => {
    for (const { sentence } of ALL) expect(sentence).toMatch(/^\S.*\.$/)
  })

  test('breaks something in every area.', () => {
    const broken = new Set(ALL.flatMap(brokenBy).map(areaOf))
    expect((Object.keys(AREAS) as Area[]).filter(area => !broken.has(area))).toEqual([])
  })

  test('plays each fault of a gateway in an edition that has its clauses.', () => {
    const strangers = Object.entries<Fault>(GATEWAY_FAULTS).flatMap(([name, fault]) => {
      const capabilities = capabilitiesOf(fault.edition ?? DEFAULT_EDITION)
      return brokenBy(fault).flatMap(id => (isAbout(id, capabilities) ? [] : `${name}: ${id}`))
    })
    expect(strangers).toEqual([])
  })

  test('names no clause twice for a fault.', () => {
    const repeated = ALL.flatMap(fault => brokenBy(fault).filter((id, at, ids) => ids.indexOf(id) !== at))
    expect(repeated).toEqual([])
  })

  test('has every fault of the Flask application under the name that the mock one has for it.', () => {
    expect(flaskFaults().filter(name => !isBackendFault(name))).toEqual([])
  })

  test('tells the faults of one place from those of another by their names.', () => {
    const names = allNames().flatMap(({ place, name }) => (place === 'flask' ? [] : name))
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
  })

  test('is shown whole in docs/faults.md, and nothing else is.', () => {
    const lines = currentLines()
    for (const place of PLACES) expect([...lines[place].keys()]).toEqual(namesOf(place))
  })
})

test('Every clause has a scenario.', () => {
  const played = new Set<ClauseId>([...gatewayScenarios, ...backendScenarios].map(({ clause }) => clause))
  expect(CLAUSE_IDS.filter(id => !played.has(id))).toEqual([])
})
