import { describe, expect, test } from 'vitest'
import { BACKEND_FAULTS, isBackendFault } from '../../fixtures/faults/backend.ts'
import { CONFIGURATION_FAULTS } from '../../fixtures/faults/configuration.ts'
import { DEPLOYMENT_FAULTS } from '../../fixtures/faults/deployment.ts'
import { brokenBy, type Fault } from '../../fixtures/faults/fault.ts'
import { FRONTEND_FAULTS } from '../../fixtures/faults/frontend.ts'
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
  isAboutFrontend,
} from '../contract/index.ts'
import { CHECKS } from '../deployment/index.ts'
import { PLACES } from './case.ts'
import { currentLines } from './docs-page.ts'
import { allNames, namesOf } from './names.ts'
import { backendScenarios, gatewayScenarios } from './scenarios.ts'

const ALL: readonly Fault[] = [
  GATEWAY_FAULTS,
  BACKEND_FAULTS,
  NETWORK_FAULTS,
  CONFIGURATION_FAULTS,
  DEPLOYMENT_FAULTS,
  FRONTEND_FAULTS,
].flatMap(faults => Object.values<Fault>(faults))

describe('The catalogue of faults', () => {
  test('The catalogue has a gateway fault for every clause about gateways.', () => {
    const broken = new Set(Object.values<Fault>(GATEWAY_FAULTS).flatMap(brokenBy))
    expect(GATEWAY_CLAUSE_IDS.filter(id => !broken.has(id))).toEqual([])
  })

  test('The catalogue has a backend fault for every clause about backends.', () => {
    const broken = new Set(Object.values<Fault>(BACKEND_FAULTS).flatMap(brokenBy))
    expect(clausesOf('scraped-backend').filter(id => !broken.has(id))).toEqual([])
  })

  test('The catalogue has a fault for every clause about deployments.', () => {
    const broken = new Set(Object.values<Fault>(DEPLOYMENT_FAULTS).flatMap(brokenBy))
    expect(clausesOf('deployment').filter(id => !broken.has(id))).toEqual([])
  })

  test('The catalogue describes each fault in one sentence.', () => {
    for (const { sentence } of ALL) expect(sentence).toMatch(/^\S.*\.$/)
  })

  test('The catalogue breaks a clause in every area.', () => {
    const broken = new Set(ALL.flatMap(brokenBy).map(areaOf))
    expect((Object.keys(AREAS) as Area[]).filter(area => !broken.has(area))).toEqual([])
  })

  test('The catalogue runs each gateway fault in an edition that has its clauses.', () => {
    const strangers = Object.entries<Fault>(GATEWAY_FAULTS).flatMap(([name, fault]) => {
      const capabilities = capabilitiesOf(fault.edition ?? DEFAULT_EDITION)
      return brokenBy(fault).flatMap(id => (isAbout(id, capabilities) ? [] : `${name}: ${id}`))
    })
    expect(strangers).toEqual([])
  })

  test('The catalogue names no clause twice for a fault.', () => {
    const repeated = ALL.flatMap(fault => brokenBy(fault).filter((id, at, ids) => ids.indexOf(id) !== at))
    expect(repeated).toEqual([])
  })

  test('The catalogue has every Flask fault under the name of the mock one.', () => {
    expect(flaskFaults().filter(name => !isBackendFault(name))).toEqual([])
  })

  test('The catalogue has no fault name in two places.', () => {
    const names = allNames().flatMap(({ place, name }) => (place === 'flask' ? [] : name))
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
  })

  test('The catalogue and docs/faults.md have the same faults.', () => {
    const lines = currentLines()
    for (const place of PLACES) expect([...lines[place].keys()]).toEqual(namesOf(place))
  })
})

// Checks of frontends are a table by clause, which does not compile with one missing.
test('Every clause has a scenario.', () => {
  const played = new Set<ClauseId>(
    [...gatewayScenarios, ...backendScenarios, ...CHECKS].map(({ clause }) => clause),
  )
  expect(CLAUSE_IDS.filter(id => !isAboutFrontend(id) && !played.has(id))).toEqual([])
})
