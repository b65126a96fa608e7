import { BACKEND_FAULTS } from '../../fixtures/faults/backend.ts'
import { CONFIGURATION_FAULTS } from '../../fixtures/faults/configuration.ts'
import { DEPLOYMENT_FAULTS } from '../../fixtures/faults/deployment.ts'
import { GATEWAY_FAULTS } from '../../fixtures/faults/gateway.ts'
import { NETWORK_FAULTS } from '../../fixtures/faults/network.ts'
import { flaskFaults } from '../backend/index.ts'
import { PLACES, type Place } from './case.ts'

/** The names of all faults that lie in one place. */
export function namesOf(place: Place): readonly string[] {
  switch (place) {
    case 'gateway':
      return Object.keys(GATEWAY_FAULTS)
    case 'backend':
      return Object.keys(BACKEND_FAULTS)
    case 'flask':
      return flaskFaults()
    case 'network':
      return Object.keys(NETWORK_FAULTS)
    case 'configuration':
      return Object.keys(CONFIGURATION_FAULTS)
    case 'deployment':
      return Object.keys(DEPLOYMENT_FAULTS)
  }
}

/** What is wrong with each fault that lies in one place, by its name. */
export function sentencesOf(place: Place): ReadonlyMap<string, string> {
  const faults = {
    gateway: GATEWAY_FAULTS,
    backend: BACKEND_FAULTS,
    flask: BACKEND_FAULTS,
    network: NETWORK_FAULTS,
    configuration: CONFIGURATION_FAULTS,
    deployment: DEPLOYMENT_FAULTS,
  }
  const of: Readonly<Record<string, { readonly sentence: string }>> = faults[place]
  return new Map(namesOf(place).map(name => [name, of[name]?.sentence ?? '']))
}

/** Every fault, with where it lies. */
export function allNames(): { place: Place; name: string }[] {
  return PLACES.flatMap(place => namesOf(place).map(name => ({ place, name })))
}
