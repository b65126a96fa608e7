import { Container, explainUnreachable, portOf } from '../container/index.ts'
import type { RunningProgram } from '../process/index.ts'
import {
  fillPlaceholders,
  type ProgramHooks,
  type Readiness,
  type Service,
  type ServiceOptions,
  startProgram,
  startService,
  useRunningService,
} from '../service/index.ts'
import {
  type BackendTarget,
  type ContainerBackend,
  isContainerBackend,
  isStartableBackend,
  type StartableBackend,
} from './target.ts'

const BACKEND_READINESS: Readiness = {
  kind: 'backend',
  path: '/api/health/healthz',
  refusesPages: false,
  advice:
    'check that it is a backend, that it runs, and that it listens at 127.0.0.1 on the PORT it is told.',
  patience: '--backend-startup-timeout',
}

const JOINED: Readiness = {
  ...BACKEND_READINESS,
  advice: 'check that it is a backend, and that it runs there.',
}

export interface BackendOptions extends Partial<ServiceOptions> {
  /** Where the backend shall send events. */
  readonly gatewayUrl: string
  /** What callbacks carry in production. */
  readonly secret: string
  /** Laid over the environment, for scenarios. */
  readonly settings?: Readonly<Record<string, string>>
}

/** A backend that is ready. Disposing of it stops what we started, and leaves an external backend running. */
export type Backend = Service

/** @throws NotTestableError when it does not become ready */
export function startBackend(target: BackendTarget, options: BackendOptions): Promise<Backend> {
  const { readyLimitMs = 15_000 } = options
  if (!isStartableBackend(target)) return useRunningService(target.url, JOINED, readyLimitMs)
  return startService(
    {
      name: `backend ${target.identity.name}`,
      start: (port, hooks) => runBackend(target, port, options, hooks),
      explain: async process => (process instanceof Container ? explainUnreachable(process) : undefined),
      readiness: BACKEND_READINESS,
      variables: 'PORT, SSE_GATEWAY_URL and SSE_CALLBACK_SECRET',
    },
    { ...options, readyLimitMs },
  )
}

function runBackend(
  target: StartableBackend | ContainerBackend,
  port: number,
  options: BackendOptions,
  hooks: ProgramHooks,
): Promise<RunningProgram> {
  if (isContainerBackend(target)) {
    const { engine, image } = target
    const { hostName, isHostNetwork } = engine.route
    const gatewayUrl = options.gatewayUrl.replace('127.0.0.1', hostName)
    const inside = isHostNetwork === true ? port : portOf(image)
    const environment = environmentFor(inside, target, { ...options, gatewayUrl })
    return Container.start({ engine, image, port, environment, ...hooks })
  }
  return startProgram(
    `backend ${target.identity.name}`,
    {
      command: target.command,
      args: fillPlaceholders(target.args, {
        port: String(port),
        gatewayUrl: options.gatewayUrl,
        secret: options.secret,
      }),
      cwd: target.workingDirectory,
      env: environmentFor(port, target, options),
    },
    hooks,
  )
}

/** The caller may override what the harness sets, to reproduce a wrong configuration. */
function environmentFor(
  port: number,
  { environment }: StartableBackend | ContainerBackend,
  { gatewayUrl, secret, settings }: BackendOptions,
): Record<string, string> {
  return {
    FLASK_ENV: 'testing',
    PYTHONUNBUFFERED: '1',
    SSE_GATEWAY_URL: gatewayUrl,
    SSE_CALLBACK_SECRET: secret,
    ...environment,
    ...settings,
    PORT: String(port),
  }
}
