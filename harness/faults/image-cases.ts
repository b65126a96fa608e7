import { IMAGE_FAULTS, type ImageFaultName } from '../../fixtures/faults/image.ts'
import { capabilitiesOf, DEFAULT_EDITION } from '../contract/index.ts'
import type { ContainerTarget } from '../gateway/index.ts'
import { defaultSettings, type GatewayRunSettings, GatewaySession } from '../runner/index.ts'
import type { Case } from './case.ts'
import type { ReferenceImages } from './reference-image.ts'
import { gatewayTestBed } from './test-bed.ts'

const LIMIT_MS = 10_000

/** How long a container may take to serve, in milliseconds; what never does is waited for that long. */
const READY_LIMIT_MS = 30_000

/** The settings of a run that judges a gateway from an image. */
function imageSettings(target: ContainerTarget): GatewayRunSettings {
  const { hostName, listenHost } = target.engine.route
  return {
    ...defaultSettings(),
    target,
    capabilities: { ...capabilitiesOf(DEFAULT_EDITION), container: true },
    limitMs: LIMIT_MS,
    readyLimitMs: READY_LIMIT_MS,
    callbackHost: listenHost,
    callbackName: hostName,
  }
}

/** The reference gateway in an image with one thing wrong. */
export function imageCases(images: ReferenceImages): Case[] {
  return (Object.keys(IMAGE_FAULTS) as ImageFaultName[]).map(name => ({
    place: 'image',
    name,
    fault: IMAGE_FAULTS[name],
    open: async () => gatewayTestBed(new GatewaySession(imageSettings(await images.target(name)))),
  }))
}
