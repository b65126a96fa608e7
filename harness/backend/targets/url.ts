import { httpOrigin } from '../../service/index.ts'
import type { BackendKind } from './target-kind.ts'

/** A backend that already runs. */
export const url: BackendKind = {
  kind: 'url',
  wording: { fact: 'already running' },
  resolve: ({ backendUrl }) => {
    if (backendUrl === undefined) return undefined
    const origin = httpOrigin(backendUrl, {
      flag: '--backend-url',
      party: 'backend',
      example: 'http://127.0.0.1:5000',
    })
    return { identity: { name: origin, kind: 'url' }, url: origin }
  },
}
