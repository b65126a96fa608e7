import { isStartable, type Target } from '../../gateway/index.ts'
import { clearMismatch, probeGateway } from '../../probe/index.ts'
import type { LooksLike } from '../../report/index.ts'
import { GatewaySession } from '../../session/gateway-session.ts'
import type { GatewayRunSettings } from '../../session/settings.ts'
import { NotTestableError } from '../../util/errors.ts'
import type { GatewayOptions } from '../options/gateway.ts'
import { gatewaySettings } from '../options/to-settings.ts'

/** Long for a gateway that answers beside a gate that starts, short enough for one that loses much; milliseconds. */
const LIMIT_MS = 2_000

/** Finds out whether a gateway is plainly of another edition than the one it is judged by. */
export interface EditionCheck {
  /** Nothing else may be played at the same time: there is one gateway, and it has one place for callbacks. */
  readonly goesFirst: boolean
  readonly look: () => Promise<LooksLike | undefined>
}

/**
 * @param again the command that judges the gateway by an edition
 * @returns `undefined` for the bundled gateway, which is of the stated edition
 */
export function editionCheck(
  options: GatewayOptions & { readonly timeout: number },
  target: Target,
  again: (options: Pick<GatewayOptions, 'edition' | 'cors'>) => string,
): EditionCheck | undefined {
  if (target.identity.kind === 'reference') return undefined
  const {
    network: _,
    taps: __,
    ...settings
  } = gatewaySettings(options, { target, backend: undefined, client: undefined })
  return {
    goesFirst: !isStartable(target),
    look: async () => {
      const another = await anotherThan(options.edition, {
        ...settings,
        limitMs: Math.min(settings.limitMs, LIMIT_MS),
      })
      if (another === undefined) return undefined
      const { because, edition, withCors } = another
      return { edition, because, again: again({ edition, cors: withCors }) }
    },
  }
}

async function anotherThan(stated: GatewayOptions['edition'], settings: GatewayRunSettings) {
  try {
    await using session = new GatewaySession(settings)
    return clearMismatch(await probeGateway(session), stated)
  } catch (error) {
    // That it does not start or dies is what every scenario says of it.
    if (error instanceof NotTestableError) return undefined
    throw error
  }
}
