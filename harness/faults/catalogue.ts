import { BACKEND_FAULTS, type BackendFaultName } from '../../fixtures/faults/backend/index.ts'
import { CONFIGURATION_FAULTS } from '../../fixtures/faults/configuration.ts'
import { DEPLOYMENT_FAULTS } from '../../fixtures/faults/deployment.ts'
import type { Fault } from '../../fixtures/faults/fault.ts'
import { FRONT_FAULTS } from '../../fixtures/faults/front.ts'
import { GATEWAY_FAULTS } from '../../fixtures/faults/gateway/index.ts'
import { IMAGE_FAULTS } from '../../fixtures/faults/image.ts'
import { NETWORK_FAULTS } from '../../fixtures/faults/network.ts'
import { flaskFaults } from '../backend/index.ts'

/** Where a fault is injected. */
export const PLACES = [
  'gateway',
  'backend',
  'flask',
  'network',
  'configuration',
  'front',
  'image',
  'deployment',
] as const

export type Place = (typeof PLACES)[number]

/** A fault of the catalogue, and where it is injected. */
export interface PlacedFault {
  readonly place: Place
  readonly name: string
  readonly fault: Fault
}

/** Every fault of one place, in the order of the catalogue. */
export function faultsIn(place: Place): PlacedFault[] {
  return Object.entries(faultsByName(place)).map(([name, fault]) => ({ place, name, fault }))
}

/** Every fault with one of these names, places or both (`place/name`); without any of these, every fault. */
export function faultsNamed(names: readonly string[] = []): PlacedFault[] {
  const isNamed = ({ place, name }: PlacedFault): boolean =>
    names.length === 0 || [name, place, `${place}/${name}`].some(each => names.includes(each))
  return PLACES.flatMap(faultsIn).filter(isNamed)
}

function faultsByName(place: Place): Readonly<Record<string, Fault>> {
  switch (place) {
    case 'gateway':
      return GATEWAY_FAULTS
    case 'backend':
      return BACKEND_FAULTS
    case 'flask':
      return Object.fromEntries(flaskFaults().map(name => [name, BACKEND_FAULTS[name as BackendFaultName]]))
    case 'network':
      return NETWORK_FAULTS
    case 'configuration':
      return CONFIGURATION_FAULTS
    case 'front':
      return FRONT_FAULTS
    case 'image':
      return IMAGE_FAULTS
    case 'deployment':
      return DEPLOYMENT_FAULTS
  }
}
