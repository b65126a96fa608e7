import { httpOrigin } from '../../service/index.ts'
import type { FrontKind } from './front-kind.ts'

/** A reverse proxy that already runs. */
export const url: FrontKind = ({ frontPort, frontUrl }) => {
  if (frontUrl === undefined || frontPort === undefined) return undefined
  const origin = httpOrigin(frontUrl, {
    flag: '--front-url',
    party: 'reverse proxy',
    example: 'http://127.0.0.1:8080',
  })
  return { identity: { name: origin, kind: 'url' }, url: origin, gatewayPort: frontPort }
}
