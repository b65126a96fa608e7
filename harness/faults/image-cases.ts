import { IMAGE_FAULTS, type ImageFaultName } from '../../fixtures/faults/image.ts'
import { capabilitiesOf, DEFAULT_EDITION } from '../contract/index.ts'
import type { ContainerTarget } from '../gateway/index.ts'
import { defaultSettings, type GatewayRunSettings, GatewaySession } from '../runner/index.ts'
import type { Case } from './case.ts'
import type { ReferenceImages } from './reference-image.ts'
import { gatewayStage } from './test-bed.ts'

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
export async function imageCases(images: ReferenceImages, only: readonly string[]): Promise<Case[]> {
  const cases: Case[] = []
  for (const name of Object.keys(IMAGE_FAULTS) as ImageFaultName[]) {
    if (!only.includes(name)) continue
    const target = await images.target(name)
    const open = () => gatewayStage(new GatewaySession(imageSettings(target)))
    cases.push({ place: 'image', name, fault: IMAGE_FAULTS[name], open })
  }
  return cases
}
