import { prometheusFaults } from '../../fixtures/faults/backend/prometheus.ts'
import { NETWORK_FAULTS, type NetworkFaultName } from '../../fixtures/faults/network.ts'
import type { StartableBackend } from '../backend/index.ts'
import { mockBackendTarget } from '../backend/targets/mock/index.ts'
import { DEFAULT_EDITION } from '../contract/index.ts'
import { referenceTarget } from '../gateway/index.ts'
import { inheritedEnvironment } from '../process/index.ts'
import type { PrometheusPrograms } from '../prometheus/index.ts'
import { BackendSession, defaultBackendSettings } from '../runner/backend/index.ts'
import { defaultSettings, type GatewayRunSettings, GatewaySession } from '../runner/index.ts'
import type { Case } from './case.ts'
import { faultsIn } from './catalogue.ts'
import { backendTestBed, gatewayTestBed, type TestBed } from './test-bed.ts'

/** The bound of every wait for what does not come, in milliseconds. */
const LIMIT_MS = 3_000

/** The same where nothing but what breaks is judged, which needs no patience. */
const SHORT_LIMIT_MS = 1_500

/** The same where everything comes, but slowly. */
const LONG_LIMIT_MS = 20_000

/** How long a gateway may take to start that never will, in milliseconds. */
const READY_LIMIT_MS = 3_000

/** The reference gateway with a fault, and a scripted backend. */
export function gatewayCases(): Case[] {
  return faultsIn('gateway').map(placed => {
    const { edition = DEFAULT_EDITION, untestable } = placed.fault
    const ready = untestable === undefined ? {} : { readyLimitMs: READY_LIMIT_MS }
    const open = () => {
      const target = referenceTarget({ edition, faults: [placed.name], environment: inheritedEnvironment() })
      const settings = { ...defaultSettings(edition), target, limitMs: LIMIT_MS, ...ready }
      return gatewayTestBed(new GatewaySession(settings))
    }
    return { ...placed, open }
  })
}

/**
 * The mock application with a fault and a scripted gateway; some of the faults with the reference gateway as well.
 * @param prometheus for the faults that need one to be seen, which are left out without it
 */
export function backendCases(prometheus: PrometheusPrograms | undefined): Case[] {
  return faultsIn('backend').flatMap((placed): Case[] => {
    const backend = mockBackendTarget({ faults: [placed.name] })
    if (Object.hasOwn(prometheusFaults, placed.name)) {
      if (prometheus === undefined) return []
      return [{ ...placed, open: () => openBackend(backend, LIMIT_MS, { prometheus }) }]
    }
    const alone: Case = { ...placed, open: () => openBackend(backend, LIMIT_MS) }
    const { besideGateway: breaks, sentence, party } = placed.fault
    if (breaks === undefined) return [alone]
    const settings = { ...defaultSettings(), limitMs: SHORT_LIMIT_MS }
    const open = () => gatewayTestBed(new GatewaySession(settings, { backend }))
    return [alone, { ...placed, beside: 'gateway', fault: { sentence, party, breaks }, open }]
  })
}

/** The Flask application with the faults that it has in common with the mock one. */
export function flaskCases(flask: StartableBackend): Case[] {
  return faultsIn('flask').map(placed => {
    const environment = { ...flask.environment, SSE_BACKEND_FAULTS: placed.name }
    return { ...placed, isEcho: true, open: () => openBackend({ ...flask, environment }, SHORT_LIMIT_MS) }
  })
}

function openBackend(
  target: StartableBackend,
  limitMs: number,
  scraped: { readonly prometheus?: PrometheusPrograms } = {},
): TestBed {
  return backendTestBed(new BackendSession({ ...defaultBackendSettings(target), limitMs, ...scraped }))
}

/** Gateway and backend without a fault, and a fault of the network between two parties. */
export function networkCases(): Case[] {
  return faultsIn('network').flatMap((placed): Case[] => {
    const network = NETWORK_FAULTS[placed.name as NetworkFaultName]
    const isSlow = network.fault.delayMs !== undefined || network.harmless !== undefined
    const limitMs = isSlow ? LONG_LIMIT_MS : SHORT_LIMIT_MS
    const settings: GatewayRunSettings = { ...defaultSettings(), limitMs, network: [network] }
    const openWith = (options: { backend?: StartableBackend }) => () =>
      gatewayTestBed(new GatewaySession(settings, options))
    return [
      { ...placed, open: openWith({}) },
      { ...placed, beside: 'backend', open: openWith({ backend: mockBackendTarget() }) },
    ]
  })
}
