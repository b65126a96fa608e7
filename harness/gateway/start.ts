import {
  type CommandLine,
  fillPlaceholders,
  type Service,
  type ServiceOptions,
  startService,
  useRunningService,
} from '../service/index.ts'
import { GATEWAY_READINESS } from './readiness.ts'
import { type Serving, servingOf } from './serving.ts'
import { isStartable, type StartableTarget, type Target } from './target.ts'

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
      commandLine: port => commandLine(target, environmentFor(port, options)),
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

/** How a target is started with these settings; `{port}` and `{callbackUrl}` in its arguments are filled in. */
export function commandLine(
  target: StartableTarget,
  variables: Readonly<Record<string, string>>,
): CommandLine & { env: Record<string, string> } {
  return {
    command: target.command,
    args: fillPlaceholders(target.args, {
      port: variables.PORT ?? '',
      callbackUrl: variables.CALLBACK_URL ?? '',
    }),
    cwd: target.workingDirectory,
    env: { ...target.environment, ...variables },
  }
}
