import { NETWORK_FAULTS } from '../../../fixtures/faults/network.ts'
import { type BackendTarget, resolveBackend } from '../../backend/index.ts'
import { keepSecret, secretsIn } from '../../diagnosis/index.ts'
import { resolveTarget, type Target } from '../../gateway/index.ts'
import { inheritedEnvironment } from '../../process/index.ts'
import type { GatewayRunSettings } from '../../session/settings.ts'
import { type BrowserSettings, findChromium } from '../../wire/browser/index.ts'
import { checkCallbackHost } from './callback-host.ts'
import { type GatewayOptions, requestedCapabilities } from './gateway.ts'

/** Who was named, found to be there. */
export interface ResolvedTargets {
  readonly target: Target
  /** The mock one when left out. */
  readonly backend: BackendTarget | undefined
  /** The browser that plays what it can. */
  readonly client: BrowserSettings | undefined
}

/**
 * Finds the gateway and the backend that the caller named. From here on the secrets that they are told are kept.
 * @throws ConfigurationError when one of them cannot be
 * @throws NotTestableError when there is no browser on this machine, and one is to play
 */
export async function resolveTargets(
  options: GatewayOptions,
  workingDirectory: string,
): Promise<ResolvedTargets> {
  await checkCallbackHost(options)
  const environment = inheritedEnvironment(options.callbackHost)
  const target = await resolveTarget({
    ...options,
    crossOrigin: options.cors,
    faults: options.fault,
    workingDirectory,
    environment: { ...environment, ...options.gatewayEnv },
  })
  keepSecret(...toldSecrets(options))
  const backend = await resolveBackend({ ...options, workingDirectory, environment })
  const client = namedClient(options, workingDirectory)
  return { target, backend, client }
}

/** What a session has to know to play with these parties. */
export function gatewaySettings(
  options: GatewayOptions & { readonly timeout: number },
  { target, backend, client }: ResolvedTargets,
): GatewayRunSettings {
  return {
    target,
    ...(backend === undefined ? {} : { backend }),
    ...(client === undefined ? {} : { client }),
    ...(options.sendPort === undefined ? {} : { sendPort: options.sendPort }),
    secrets: toldSecrets(options),
    ...(options.proxyClients ? { taps: ['client' as const] } : {}),
    network: options.networkFault.map(name => NETWORK_FAULTS[name]),
    backendReadyLimitMs: options.backendStartupTimeout * 1_000,
    capabilities: requestedCapabilities(options),
    fast: false,
    limitMs: options.timeout * 1_000,
    readyLimitMs: options.startupTimeout * 1_000,
    callbackHost: options.callbackHost ?? '127.0.0.1',
    callbackPort: options.callbackPort ?? 0,
  }
}

function namedClient(
  { client, clientPath }: GatewayOptions,
  workingDirectory: string,
): BrowserSettings | undefined {
  if (client === undefined) return undefined
  return {
    name: client,
    program: findChromium({ path: clientPath, workingDirectory, environment: process.env }),
  }
}

function toldSecrets({ backendEnv, gatewayEnv }: GatewayOptions): string[] {
  return [...secretsIn(gatewayEnv), ...secretsIn(backendEnv)]
}
