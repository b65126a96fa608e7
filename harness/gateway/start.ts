import { type Service, type ServiceOptions, startService, useRunningService } from '../service/index.ts'
import { GATEWAY_READINESS } from './readiness.ts'
import { explainSilence, portInside, runGateway } from './run-gateway.ts'
import { type Serving, servingOf } from './serving.ts'
import { isStartable, type Target } from './target.ts'

export interface GatewayOptions extends Partial<ServiceOptions> {
  readonly callbackUrl: string
  readonly heartbeatSeconds?: number
}

/** A gateway that is ready. Disposing of it stops what we started, and leaves an external gateway running. */
export interface Gateway extends Service {
  readonly serving: Serving
}

/** @throws NotTestableError when it does not become ready */
export async function startGateway(target: Target, options: GatewayOptions): Promise<Gateway> {
  const service = await start(target, options)
  return { ...service, serving: servingOf(target, service) }
}

function start(target: Target, options: GatewayOptions): Promise<Service> {
  const { readyLimitMs = 15_000 } = options
  if (!isStartable(target)) return useRunningService(target.url, GATEWAY_READINESS, readyLimitMs)
  return startService(
    {
      name: `gateway (${target.identity.name})`,
      start: (port, hooks) =>
        runGateway(target, port, environmentFor(portInside(target, port), options), hooks),
      explain: explainSilence,
      readiness: GATEWAY_READINESS,
      variables: 'PORT and CALLBACK_URL',
    },
    { ...options, readyLimitMs },
  )
}

/** The environment variables that configure a gateway. */
export function environmentFor(
  port: number,
  { callbackUrl, heartbeatSeconds = 15 }: Pick<GatewayOptions, 'callbackUrl' | 'heartbeatSeconds'>,
): Record<string, string> {
  return {
    PORT: String(port),
    CALLBACK_URL: callbackUrl,
    HEARTBEAT_INTERVAL_SECONDS: String(heartbeatSeconds),
  }
}
