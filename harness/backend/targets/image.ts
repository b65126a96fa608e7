import { findNamedImage } from '../../container/index.ts'
import type { BackendKind } from './target-kind.ts'

/** An image that the container engine has, or one that is built from a Dockerfile first. */
function kindOf(kind: 'image' | 'dockerfile'): BackendKind {
  return {
    kind,
    resolve: async choice => {
      const named = await findNamedImage('--backend', choice.backend, kind, choice)
      return named && { ...named, environment: choice.backendEnv }
    },
  }
}

export const image = kindOf('image')
export const dockerfile = kindOf('dockerfile')
