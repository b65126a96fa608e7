import { createServer, type Server } from 'node:net'
import { CONFIGURATION_FAULTS, type ConfigurationFaultName } from '../../fixtures/faults/configuration.ts'
import type { StartableBackend } from '../backend/index.ts'
import { mockBackendTarget } from '../backend/targets/mock/index.ts'
import type { Edition } from '../contract/index.ts'
import { referenceTarget, type StartableTarget } from '../gateway/index.ts'
import { inheritedEnvironment } from '../process/index.ts'
import { BackendSession, defaultBackendSettings } from '../runner/backend/index.ts'
import { defaultSettings, type GatewayRunSettings, GatewaySession } from '../runner/index.ts'
import type { Case } from './case.ts'
import { backendStage, gatewayStage, type TestBed } from './test-bed.ts'

/** The bound of every wait for what does not come, in milliseconds. */
const LIMIT_MS = 1_000

/** The same where much of what is judged does come. */
const PATIENT_LIMIT_MS = 3_000

/** How long what never will may take to start, in milliseconds. */
const READY_LIMIT_MS = 3_000

const SETTINGS: GatewayRunSettings = {
  ...defaultSettings(),
  limitMs: LIMIT_MS,
  readyLimitMs: READY_LIMIT_MS,
  backendReadyLimitMs: READY_LIMIT_MS,
}

/** A program that ends at once. */
const ENDS = 'process.exit(3)'

/** One that goes on and serves nothing. */
const IDLES = 'setInterval(() => {}, 1000)'

/** One that has a page for every request. */
const WEB_SITE = `require('node:http').createServer((request, response) => {
  response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>')
}).listen(process.env.PORT, '127.0.0.1')`

/** How each is brought about. */
const STAGES: Readonly<Record<ConfigurationFaultName, () => TestBed>> = {
  'target-ends-at-once': () => gatewayStage(new GatewaySession({ ...SETTINGS, target: gatewayThat(ENDS) })),
  'target-never-listens': () => gatewayStage(new GatewaySession({ ...SETTINGS, target: gatewayThat(IDLES) })),
  'target-is-a-backend': () =>
    gatewayStage(
      new GatewaySession({
        ...SETTINGS,
        target: { ...mockBackendTarget(), identity: identityOf('backend') },
      }),
    ),
  'callback-port-taken': () => portTaken(),
  'output-unread': () => gatewayStage(new GatewaySession({ ...SETTINGS, target: unread() })),
  'callback-url-overridden': () => gatewayStage(new GatewaySession({ ...SETTINGS, target: callingNobody() })),
  'send-only-stated-as-callback-events': () => stated('callback-events', 'send-only'),
  'callback-events-stated-as-send-only': () => stated('send-only', 'callback-events'),
  'send-only-stated-as-envelope': () => stated('envelope', 'send-only'),
  'envelope-stated-as-send-only': () => stated('send-only', 'envelope'),
  'backend-ends-at-once': () => gatewayStage(new GatewaySession(SETTINGS, { backend: backendThat(ENDS) })),
  'backend-never-listens': () => gatewayStage(new GatewaySession(SETTINGS, { backend: backendThat(IDLES) })),
  'backend-is-a-web-site': () =>
    gatewayStage(new GatewaySession(SETTINGS, { backend: backendThat(WEB_SITE) })),
  'backend-sends-elsewhere': () =>
    gatewayStage(new GatewaySession(SETTINGS, { backend: backendToldThat({ SSE_GATEWAY_URL: NOWHERE }) })),
  'backend-expects-another-secret': () =>
    gatewayStage(
      new GatewaySession(SETTINGS, { backend: backendToldThat({ ...IN_PRODUCTION, ...OTHER_SECRET }) }),
    ),
  'verified-backend-sends-elsewhere': () => verified({ SSE_GATEWAY_URL: NOWHERE }),
  'verified-backend-expects-another-secret': () => verified(OTHER_SECRET),
}

const NOWHERE = 'http://127.0.0.1:1'

const OTHER_SECRET = { SSE_CALLBACK_SECRET: 'another' }

const IN_PRODUCTION = { FLASK_ENV: 'production' }

/** Faults that can be seen on Linux alone, where the kernel tells what a process waits for. */
const LINUX_ONLY: readonly ConfigurationFaultName[] = ['output-unread']

/** Gateway and backend in order, each by itself, and started or wired wrongly. */
export function environmentCases(): Case[] {
  const names = Object.keys(CONFIGURATION_FAULTS) as ConfigurationFaultName[]
  return names
    .filter(name => process.platform === 'linux' || !LINUX_ONLY.includes(name))
    .map(name => ({ place: 'configuration', name, fault: CONFIGURATION_FAULTS[name], open: STAGES[name] }))
}

function identityOf(name: string) {
  return { name, kind: 'command' as const }
}

function reference(...faults: string[]): StartableTarget {
  return referenceTarget({ edition: 'callback-events', environment: inheritedEnvironment(), faults })
}

function gatewayThat(script: string): StartableTarget {
  return { ...reference(), identity: identityOf('a program'), args: ['-e', script] }
}

/** A gateway of one edition, judged by another. */
function stated(edition: Edition, actual: Edition): TestBed {
  const target = referenceTarget({ edition: actual, environment: inheritedEnvironment(), faults: [] })
  return gatewayStage(
    new GatewaySession({ ...SETTINGS, ...defaultSettings(edition), limitMs: PATIENT_LIMIT_MS, target }),
  )
}

/** A shell starts the gateway in its own way. */
function startedBy(script: string, target: StartableTarget): StartableTarget {
  return { ...target, command: 'sh', args: ['-c', script, 'sh', target.command, ...target.args] }
}

function unread(): StartableTarget {
  return startedBy('"$@" | sleep 600', reference('flood-output'))
}

function callingNobody(): StartableTarget {
  return startedBy(`CALLBACK_URL=${NOWHERE}/ exec "$@"`, reference())
}

function backendThat(script: string): StartableBackend {
  return { ...mockBackendTarget(), identity: identityOf('a program'), args: ['-e', script] }
}

function backendToldThat(settings: Readonly<Record<string, string>>): StartableBackend {
  return mockBackendTarget({ settings })
}

function verified(settings: Readonly<Record<string, string>>): TestBed {
  const told = defaultBackendSettings(backendToldThat(settings))
  return backendStage(new BackendSession({ ...told, limitMs: LIMIT_MS }))
}

/** The port is taken before the session looks for it. */
function portTaken(): TestBed {
  const squatter = createServer()
  const session = listening(squatter).then(port => new GatewaySession({ ...SETTINGS, callbackPort: port }))
  const trials = gatewayStage(new GatewaySession(SETTINGS)).trials.map((trial, number) => ({
    ...trial,
    judge: async () => gatewayStage(await session).trials[number]?.judge(),
  }))
  return {
    trials,
    hasGivenUp: false,
    [Symbol.asyncDispose]: async () => {
      await (await session)[Symbol.asyncDispose]()
      squatter.close()
    },
  }
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port))
  })
}
