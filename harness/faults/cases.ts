import { BACKEND_FAULTS, type BackendFaultName } from '../../fixtures/faults/backend.ts'
import type { Fault } from '../../fixtures/faults/fault.ts'
import { GATEWAY_FAULTS } from '../../fixtures/faults/gateway.ts'
import { NETWORK_FAULTS, type NetworkFaultName } from '../../fixtures/faults/network.ts'
import { PROMETHEUS_FAULTS } from '../../fixtures/faults/prometheus.ts'
import { flaskFaults, type StartableBackend } from '../backend/index.ts'
import { mockBackendTarget } from '../backend/targets/mock/index.ts'
import { DEFAULT_EDITION } from '../contract/index.ts'
import { referenceTarget } from '../gateway/index.ts'
import { inheritedEnvironment } from '../process/index.ts'
import type { PrometheusPrograms } from '../prometheus/index.ts'
import { BackendSession, defaultBackendSettings } from '../runner/backend/index.ts'
import { defaultSettings, type GatewayRunSettings, GatewaySession } from '../runner/index.ts'
import type { Case } from './case.ts'
import { backendStage, gatewayStage } from './test-bed.ts'

/** The bound of every wait for what does not come, in milliseconds. */
const LIMIT_MS = 3_000

/** The same where nothing but what breaks is judged, which needs no patience. */
const SHORT_LIMIT_MS = 1_500

/** The same where everything comes, but slowly. */
const LONG_LIMIT_MS = 20_000

/** How long a gateway may take to start that never will, in milliseconds. */
const READY_LIMIT_MS = 3_000

/** The reference gateway, wrong in one way, and a backend that follows a script. */
export function gatewayCases(): Case[] {
  return casesOf(GATEWAY_FAULTS).map(([name, fault]) => ({
    place: 'gateway',
    name,
    fault,
    open: () => {
      const edition = fault.edition ?? DEFAULT_EDITION
      const target = referenceTarget({ edition, faults: [name], environment: inheritedEnvironment() })
      const ready = fault.untestable === undefined ? {} : { readyLimitMs: READY_LIMIT_MS }
      return gatewayStage(
        new GatewaySession({ ...defaultSettings(edition), target, limitMs: LIMIT_MS, ...ready }),
      )
    },
  }))
}

/** The mock application, wrong in one way, and a gateway that follows a script. */
export function backendCases(prometheus: PrometheusPrograms | undefined): Case[] {
  return casesOf(BACKEND_FAULTS).flatMap(([name, fault]) => {
    const target = mockBackendTarget({ faults: [name] })
    if (name in PROMETHEUS_FAULTS) {
      if (prometheus === undefined) return []
      return { place: 'backend', name, fault, open: () => openBackend(target, LIMIT_MS, { prometheus }) }
    }
    const alone: Case = { place: 'backend', name, fault, open: () => openBackend(target, LIMIT_MS) }
    const { besideGateway: breaks, sentence, party } = fault
    if (breaks === undefined) return [alone]
    const open = () =>
      gatewayStage(new GatewaySession({ ...defaultSettings(), limitMs: SHORT_LIMIT_MS }, { backend: target }))
    return [alone, { place: 'backend', name, beside: 'gateway', fault: { sentence, party, breaks }, open }]
  })
}

/** The Flask application, wrong in the ways that it has in common with the mock one. */
export function flaskCases(flask: StartableBackend): Case[] {
  return flaskFaults().map(name => ({
    place: 'flask',
    name,
    fault: BACKEND_FAULTS[name as BackendFaultName],
    isEcho: true,
    open: () => {
      const environment = { ...flask.environment, SSE_BACKEND_FAULTS: name }
      return openBackend({ ...flask, environment }, SHORT_LIMIT_MS)
    },
  }))
}

function openBackend(
  target: StartableBackend,
  limitMs: number,
  scraped: { readonly prometheus?: PrometheusPrograms } = {},
) {
  return backendStage(new BackendSession({ ...defaultBackendSettings(target), limitMs, ...scraped }))
}

/** Gateway and backend in order, and a wire between two parties that is not. */
export function networkCases(): Case[] {
  return casesOf(NETWORK_FAULTS).flatMap(([name, fault]) => {
    const settings: GatewayRunSettings = {
      ...defaultSettings(),
      limitMs:
        NETWORK_FAULTS[name as NetworkFaultName].disturbance.delayMs === undefined &&
        fault.harmless === undefined
          ? SHORT_LIMIT_MS
          : LONG_LIMIT_MS,
      network: [NETWORK_FAULTS[name as NetworkFaultName]],
    }
    return [
      { place: 'network', name, fault, open: () => gatewayStage(new GatewaySession(settings)) },
      {
        place: 'network',
        name,
        beside: 'backend',
        fault,
        open: () => gatewayStage(new GatewaySession(settings, { backend: mockBackendTarget() })),
      },
    ]
  })
}

function casesOf(faults: Readonly<Record<string, Fault>>): [string, Fault][] {
  return Object.entries(faults)
}
