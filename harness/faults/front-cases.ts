import { FRONT_FAULTS, type FrontFaultName } from '../../fixtures/faults/front.ts'
import { DEFAULT_EDITION } from '../contract/index.ts'
import { bundledFront } from '../front/index.ts'
import { referenceTarget } from '../gateway/index.ts'
import { inheritedEnvironment } from '../process/index.ts'
import { defaultSettings, GatewaySession } from '../runner/index.ts'
import type { Case } from './case.ts'
import { gatewayTestBed } from './test-bed.ts'

/** The bound of every wait for what does not come, in milliseconds. */
const LIMIT_MS = 3_000

/** Gateway and backend in order, and a reverse proxy in front of them that is not. */
export function frontCases(): Case[] {
  const names = Object.keys(FRONT_FAULTS) as FrontFaultName[]
  return names.map(name => ({
    place: 'front',
    name,
    fault: FRONT_FAULTS[name],
    open: () => {
      const { gatewayFault } = FRONT_FAULTS[name]
      const environment = inheritedEnvironment()
      const settings = defaultSettings()
      return gatewayTestBed(
        new GatewaySession({
          ...settings,
          capabilities: { ...settings.capabilities, front: true },
          front: bundledFront(environment, [name]),
          target: referenceTarget({
            edition: DEFAULT_EDITION,
            environment,
            faults: gatewayFault === undefined ? [] : [gatewayFault],
          }),
          limitMs: LIMIT_MS,
        }),
      )
    },
  }))
}
