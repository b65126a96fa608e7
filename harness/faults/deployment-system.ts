import getPort from 'get-port'
import type { DeploymentFaultName } from '../../fixtures/faults/deployment.ts'
import { startBackend } from '../backend/index.ts'
import { mockBackendTarget } from '../backend/targets/mock/index.ts'
import { CALLBACK_PATH } from '../contract/paths.ts'
import type { DeploymentSettings } from '../deployment/index.ts'
import { referenceTarget, startGateway } from '../gateway/index.ts'
import { inheritedEnvironment } from '../process/index.ts'
import { PrometheusServer } from '../prometheus/index.ts'
import { startBufferingProxy } from './buffering-proxy.ts'
import { type ReverseProxy, startProxy } from './reverse-proxy.ts'

const READY_LIMIT_MS = 30_000

const HEARTBEAT_SECONDS = 1

const SECRET = 'correct-horse-battery-staple'

/** The programs of this machine that a system needs. */
export interface SystemPrograms {
  readonly proxy: ReverseProxy
  readonly prometheus: string
}

/** Reference gateway, mock application, reverse proxy and Prometheus on loopback, wrong in one way or in none. */
export interface DeployedSystem extends AsyncDisposable {
  readonly settings: DeploymentSettings
  /** The requests that the reverse proxy has answered, as `GET /path 200`. */
  readonly answered: () => readonly string[]
}

/** What each fault changes in the configuration of nginx. */
const PROXY_FAULTS: Readonly<Partial<Record<DeploymentFaultName, (text: string) => string>>> = {
  'streams-to-backend': text => text.replace('proxy_pass http://{gateway};', 'proxy_pass http://{backend};'),
  'stream-path-stripped': text =>
    text.replace('proxy_pass http://{gateway};', 'proxy_pass http://{gateway}/;'),
  'streams-compressed': text => text.replace('gzip off;', 'gzip on; gzip_types *; gzip_min_length 0;'),
  'silence-cut': text => text.replace('proxy_read_timeout 1h;', 'proxy_read_timeout 200ms;'),
  'sends-let-in': text =>
    text.replace('^/(internal|healthz', '^/(healthz').replace(...TO_GATEWAY('/internal/')),
  'health-let-in': text => text.replace('|healthz|', '|').replace(...TO_GATEWAY('/healthz')),
}

const TO_GATEWAY = (path: string) =>
  ['location / {', `location ${path} { proxy_pass http://{gateway}; }\n    location / {`] as const

/** @throws NotTestableError when a part of it does not become ready */
export async function startSystem(
  programs: SystemPrograms,
  fault?: DeploymentFaultName,
): Promise<DeployedSystem> {
  await using parts = new AsyncDisposableStack()
  const gatewayPort = await getPort({ host: '127.0.0.1' })
  const nowhere = `http://127.0.0.1:${await getPort({ host: '127.0.0.1' })}`
  const gatewayUrl = `http://127.0.0.1:${gatewayPort}`
  const backendFaults = fault === 'removed-urls-served' ? (['keeps-old-endpoints'] as const) : []
  const backend = parts.use(
    await startBackend(mockBackendTarget({ faults: [...backendFaults] }), {
      gatewayUrl: fault === 'gateway-url-unreachable' ? nowhere : gatewayUrl,
      secret: SECRET,
      readyLimitMs: READY_LIMIT_MS,
      settings: {
        FLASK_ENV: fault === 'secret-not-asked-for' ? 'development' : 'production',
        SSE_BACKEND_FAULTS_IN_PRODUCTION: 'allowed',
      },
    }),
  )
  if (fault !== 'gateway-not-deployed') {
    const callbackHost = fault === 'callback-url-unreachable' ? nowhere : backend.address
    const secret = fault === 'gateway-has-another-secret' ? 'another-secret' : SECRET
    const target = referenceTarget({
      edition: 'callback-events',
      environment: inheritedEnvironment(),
      faults: [],
    })
    parts.use(
      await startGateway(target, {
        port: gatewayPort,
        callbackUrl: `${callbackHost}${CALLBACK_PATH}?secret=${secret}`,
        heartbeatSeconds: HEARTBEAT_SECONDS,
        readyLimitMs: READY_LIMIT_MS,
      }),
    )
  }
  const change = fault === undefined ? undefined : PROXY_FAULTS[fault]
  const proxy = parts.use(
    await startProxy(programs.proxy, { gatewayUrl, backendUrl: backend.address }, change),
  )
  const balancer =
    fault === 'streams-buffered' ? parts.use(await startBufferingProxy(proxy.address)) : undefined
  const prometheus = parts.use(
    await PrometheusServer.start({
      server: programs.prometheus,
      target: new URL(fault === 'metrics-not-scraped' ? nowhere : backend.address).host,
      readyLimitMs: READY_LIMIT_MS,
    }),
  )
  const kept = parts.move()
  return {
    answered: proxy.answered,
    settings: {
      site: { url: balancer?.address ?? proxy.address },
      callback: { url: `${backend.address}${CALLBACK_PATH}` },
      callbackSecret: SECRET,
      prometheus: { url: prometheus.address },
      lookAtPage: async () => undefined,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      limitMs: 2_000,
    },
    [Symbol.asyncDispose]: () => kept[Symbol.asyncDispose](),
  }
}
