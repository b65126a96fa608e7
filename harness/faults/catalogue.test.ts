import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { BACKEND_FAULTS, isBackendFault } from '../../fixtures/faults/backend/index.ts'
import { CONFIGURATION_FAULTS } from '../../fixtures/faults/configuration.ts'
import { DEPLOYMENT_FAULTS } from '../../fixtures/faults/deployment.ts'
import { brokenBy, type Fault } from '../../fixtures/faults/fault.ts'
import { FRONT_FAULTS } from '../../fixtures/faults/front.ts'
import { FRONTEND_FAULTS } from '../../fixtures/faults/frontend.ts'
import { GATEWAY_FAULTS } from '../../fixtures/faults/gateway/index.ts'
import { IMAGE_FAULTS } from '../../fixtures/faults/image.ts'
import { NETWORK_FAULTS } from '../../fixtures/faults/network.ts'
import { flaskFaults } from '../backend/index.ts'
import { AREAS, type Area } from '../contract/areas.ts'
import {
  areaOf,
  CLAUSE_IDS,
  CLAUSES,
  type ClauseId,
  capabilitiesOf,
  clausesOf,
  DEFAULT_EDITION,
  GATEWAY_CLAUSE_IDS,
  isAbout,
  isAboutFrontend,
} from '../contract/index.ts'
import { CHECKS } from '../deployment/index.ts'
import { FINDINGS } from '../diagnosis/findings/index.ts'
import { ROOT } from '../util/root.ts'
import { faultsIn, faultsNamed, PLACES } from './catalogue.ts'
import { FAULTS_PAGE, faultsPage } from './docs-page.ts'
import { RECORDED } from './findings.ts'
import { backendScenarios, gatewayScenarios } from './scenarios.ts'

const ALL: readonly Fault[] = [
  GATEWAY_FAULTS,
  BACKEND_FAULTS,
  NETWORK_FAULTS,
  CONFIGURATION_FAULTS,
  FRONT_FAULTS,
  IMAGE_FAULTS,
  DEPLOYMENT_FAULTS,
  FRONTEND_FAULTS,
].flatMap(faults => Object.values<Fault>(faults))

/** Clauses about what stands around the gateway, and the faults that break them. */
const AROUND: Readonly<Record<string, Readonly<Record<string, Fault>>>> = {
  front: FRONT_FAULTS,
  image: IMAGE_FAULTS,
}

const KNOWN_FINDINGS: readonly string[] = Object.entries(FINDINGS).flatMap(([party, findings]) =>
  Object.keys(findings).map(finding => `${party}/${finding}`),
)

// The indexes spread the tables of their files into one: a name in two of them would replace the other without an error.
test.each([
  ['fixtures/faults/gateway', GATEWAY_FAULTS],
  ['fixtures/faults/backend', BACKEND_FAULTS],
  ['harness/contract/clauses', CLAUSES],
])('Each name of %s stands in one file.', async (folder, all) => {
  const files = globSync(`${folder}/**/*.ts`, { cwd: ROOT }).filter(file => !file.endsWith('index.ts'))
  const modules: object[] = await Promise.all(files.map(file => import(ROOT + file)))
  const tables = modules.flatMap(module => Object.values(module)).filter(isTable)
  const names = tables.flatMap(table => Object.keys(table))
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
  expect(names.toSorted()).toEqual(Object.keys(all).toSorted())
})

function isTable(exported: unknown): exported is object {
  return typeof exported === 'object' && exported !== null && !Array.isArray(exported)
}

describe('The catalogue of faults', () => {
  test('The catalogue has a gateway fault for every clause about gateways.', () => {
    const broken = new Set(Object.values<Fault>(GATEWAY_FAULTS).flatMap(brokenBy))
    expect(GATEWAY_CLAUSE_IDS.filter(id => !broken.has(id) && !(areaOf(id) in AROUND))).toEqual([])
  })

  test.each(Object.entries(AROUND))(
    'The catalogue has a fault for every clause of the area %s.',
    (area, faults) => {
      const broken = new Set(Object.values(faults).flatMap(brokenBy))
      expect(GATEWAY_CLAUSE_IDS.filter(id => areaOf(id) === area && !broken.has(id))).toEqual([])
    },
  )

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
    const names = faultsNamed().flatMap(({ place, name }) => (place === 'flask' ? [] : name))
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
  })

  test('The recorded findings are those of every fault that breaks a clause, and all are known.', () => {
    for (const place of PLACES) {
      const breaking = faultsIn(place).filter(({ fault }) => brokenBy(fault).length > 0)
      expect(Object.keys(RECORDED[place])).toEqual(breaking.map(({ name }) => name))
      const ids = Object.values(RECORDED[place]).flat()
      expect(ids.filter(id => !KNOWN_FINDINGS.includes(id))).toEqual([])
    }
  })

  test('docs/faults.md shows the catalogue and the recorded findings (npm run docs writes it).', () => {
    expect(readFileSync(ROOT + FAULTS_PAGE, 'utf8')).toBe(faultsPage())
  })
})

// Checks of frontends are a table by clause, which does not compile with one missing.
test('Every clause has a scenario.', () => {
  const played = new Set<ClauseId>(
    [...gatewayScenarios, ...backendScenarios, ...CHECKS].map(({ clause }) => clause),
  )
  expect(CLAUSE_IDS.filter(id => !isAboutFrontend(id) && !played.has(id))).toEqual([])
})
