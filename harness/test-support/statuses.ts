import type { BackendStatus } from '../diagnosis/backend-status.ts'
import type { ExternalGateway, GatewayStatus } from '../diagnosis/gateway-status.ts'

/** A gateway that lives and answers its health endpoint. */
export function gatewayStatus(overrides: Partial<GatewayStatus> = {}): GatewayStatus {
  return {
    ended: undefined,
    lastLines: [],
    health: () => Promise.resolve({ answers: true, said: 'answers 200' }),
    blockedOn: () => Promise.resolve(undefined),
    ...overrides,
  }
}

/**
 * A gateway that this program did not start. It runs on this machine and has called back.
 * @param silence how it fails to answer its health endpoint
 */
export function externalGateway(foreign: Partial<ExternalGateway> = {}, silence?: string): GatewayStatus {
  const health = { answers: silence === undefined, said: silence ?? 'answers 200' }
  const callbackAddress = 'http://127.0.0.1:3001'
  return gatewayStatus({
    health: () => Promise.resolve(health),
    foreign: { address: 'http://127.0.0.1:3000', callbackAddress, hasCalledBack: true, ...foreign },
  })
}

/** A backend on this machine that this program did not configure. It lives and has sent nothing. */
export function backendStatus(overrides: Partial<BackendStatus> = {}): BackendStatus {
  return {
    name: 'tiny',
    ended: undefined,
    lastLines: [],
    address: 'http://127.0.0.1:5000',
    sendAddress: 'http://127.0.0.1:3000',
    isToldSendAddress: false,
    sends: () => Promise.resolve(false),
    health: () => Promise.resolve({ answers: true, said: 'answers 200' }),
    findsGateway: () => Promise.resolve(undefined),
    ...overrides,
  }
}
