import type { BackendTarget } from '../../backend/index.ts'
import { isContainerBackend } from '../../backend/index.ts'
import { namesImage } from '../../container/index.ts'
import { isContainer, type Target } from '../../gateway/index.ts'
import type { GatewayRunSettings } from '../../session/settings.ts'
import { text } from './row.ts'

/** How an image is named, as a flag with the beginning of its value. */
export const IMAGES = { gateway: withPrefixes('--gateway'), backend: withPrefixes('--backend') }

function withPrefixes(flag: string): string[] {
  return [`${flag} image:`, `${flag} dockerfile:`]
}

/** Names the network of containers. @param images how an image is named there */
export const containerNetwork = (images: readonly string[]) =>
  text(
    '<name>',
    'the network of the container, where the one that leads to this program by itself does not',
    {
      rules: [
        {
          needs: images,
          says: '--container-network goes with image:NAME or dockerfile:DIRECTORY; nothing else is started in a container.',
        },
      ],
    },
  )

/** Whether the gateway that is named runs in a container. */
export function isInContainer({ gateway }: { readonly gateway?: string }): boolean {
  return namesImage(gateway)
}

/** Where our backend listens, and how the gateway reaches it. @param callbackHost what the caller said */
export function callbackPlace(
  callbackHost: string | undefined,
  target: Target,
): Pick<GatewayRunSettings, 'callbackHost' | 'callbackName'> {
  if (callbackHost !== undefined || !isContainer(target)) return { callbackHost: callbackHost ?? '127.0.0.1' }
  const { hostName, listenHost } = target.engine.route
  return { callbackHost: listenHost, callbackName: hostName }
}

/** Where we listen for what a backend sends. */
export function sendHostFor(backend: BackendTarget | undefined): string {
  return backend !== undefined && isContainerBackend(backend) ? backend.engine.route.listenHost : '127.0.0.1'
}
