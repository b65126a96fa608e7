import { findNamedImage } from '../../container/index.ts'
import type { TargetKind } from './target-kind.ts'

/** An image that the container engine has, or one that is built from a Dockerfile first. */
function kindOf(kind: 'image' | 'dockerfile'): TargetKind {
  return {
    kind,
    resolve: async request => {
      const named = await findNamedImage('--gateway', request.gateway, kind, request)
      return named && { ...named, environment: request.gatewayEnv ?? {} }
    },
  }
}

export const image = kindOf('image')
export const dockerfile = kindOf('dockerfile')
