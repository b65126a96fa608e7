import type { FrontTarget } from '../target.ts'
import { config } from './config.ts'
import type { FrontKind, FrontRequest } from './front-kind.ts'
import { nginx } from './nginx.ts'
import { url } from './url.ts'

/** Every way to name a reverse proxy. */
const FRONT_KINDS: readonly FrontKind[] = [nginx, config, url]

/**
 * @returns `undefined` when none is named
 * @throws ConfigurationError when what is named cannot be used; NotTestableError when this machine has no nginx
 */
export async function resolveFront(request: FrontRequest): Promise<FrontTarget | undefined> {
  for (const kind of FRONT_KINDS) {
    const target = await kind(request)
    if (target !== undefined) return target
  }
  return undefined
}
