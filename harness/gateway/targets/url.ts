import { httpOrigin } from '../../service/index.ts'
import type { TargetKind } from './target-kind.ts'

/** A gateway that already runs. */
export const url: TargetKind = {
  kind: 'url',
  wording: { fact: 'already running' },
  resolve: ({ gatewayUrl }) => {
    if (gatewayUrl === undefined) return undefined
    const origin = httpOrigin(gatewayUrl, {
      flag: '--gateway-url',
      party: 'gateway',
      example: 'http://127.0.0.1:3000',
    })
    return { identity: { name: origin, kind: 'url' }, url: origin }
  },
}
