import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import type { ConfigurationFaultName } from '../../fixtures/faults/configuration.ts'
import type { StartableBackend } from '../backend/index.ts'
import { mockBackendTarget } from '../backend/targets/mock/index.ts'
import type { Edition } from '../contract/index.ts'
import { referenceTarget, type StartableTarget } from '../gateway/index.ts'
import { inheritedEnvironment } from '../process/index.ts'
import { BackendSession, defaultBackendSettings } from '../runner/backend/index.ts'
import { defaultSettings, type GatewayRunSettings, GatewaySession } from '../runner/index.ts'
import type { Case } from './case.ts'
import { faultsIn } from './catalogue.ts'
import { backendTestBed, gatewayTestBed, type TestBed } from './test-bed.ts'

/** The bound of every wait for what does not come, in milliseconds. */
const LIMIT_MS = 1_000

/** The same where much of what is judged does come. */
const LONG_LIMIT_MS = 3_000

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

/** The test bed of each. */
const TEST_BEDS: Readonly<Record<ConfigurationFaultName, () => TestBed>> = {
  'target-ends-at-once': () => testBed({ target: gatewayThat(ENDS) }),
  'target-never-listens': () => testBed({ target: gatewayThat(IDLES) }),
  'target-is-a-backend': () =>
    testBed({ target: { ...mockBackendTarget(), identity: identityOf('backend') } }),
  'callback-port-taken': () => portTaken(),
  'output-unread': () => testBed({ target: startedBy('"$@" | sleep 600', reference('flood-output')) }),
  'callback-url-overridden': () =>
    testBed({ target: startedBy(`CALLBACK_URL=${NOWHERE}/ exec "$@"`, reference()) }),
  'send-only-stated-as-callback-events': () => stated('callback-events', 'send-only'),
  'callback-events-stated-as-send-only': () => stated('send-only', 'callback-events'),
  'send-only-stated-as-envelope': () => stated('envelope', 'send-only'),
  'envelope-stated-as-send-only': () => stated('send-only', 'envelope'),
  'backend-ends-at-once': () => testBed({}, backendThat(ENDS)),
  'backend-never-listens': () => testBed({}, backendThat(IDLES)),
  'backend-is-a-web-site': () => testBed({}, backendThat(WEB_SITE)),
  'backend-sends-elsewhere': () => testBed({}, mockBackendTarget({ settings: WRONG_GATEWAY })),
  'backend-expects-another-secret': () =>
    testBed({}, mockBackendTarget({ settings: { FLASK_ENV: 'production', ...WRONG_SECRET } })),
  'verified-backend-sends-elsewhere': () => backendAlone(WRONG_GATEWAY),
  'verified-backend-expects-another-secret': () => backendAlone(WRONG_SECRET),
}

/** Nothing listens there. */
const NOWHERE = 'http://127.0.0.1:1'

const WRONG_GATEWAY = { SSE_GATEWAY_URL: NOWHERE }

const WRONG_SECRET = { SSE_CALLBACK_SECRET: 'another' }

/** Only the kernel of Linux shows what a process waits for. */
const LINUX_ONLY: ConfigurationFaultName = 'output-unread'

/** Gateway and backend without a fault, started or connected in a wrong way. */
export function environmentCases(): Case[] {
  return faultsIn('configuration')
    .filter(({ name }) => process.platform === 'linux' || name !== LINUX_ONLY)
    .map(placed => ({ ...placed, open: TEST_BEDS[placed.name as ConfigurationFaultName] }))
}

function testBed(changes: Partial<GatewayRunSettings>, backend?: StartableBackend): TestBed {
  const options = backend === undefined ? {} : { backend }
  return gatewayTestBed(new GatewaySession({ ...SETTINGS, ...changes }, options))
}

/** A gateway of one edition, judged by another. */
function stated(edition: Edition, actual: Edition): TestBed {
  return testBed({
    ...defaultSettings(edition),
    limitMs: LONG_LIMIT_MS,
    target: reference(undefined, actual),
  })
}

/** A backend in front of the scripted gateway. */
function backendAlone(settings: Readonly<Record<string, string>>): TestBed {
  const target = mockBackendTarget({ settings })
  return backendTestBed(new BackendSession({ ...defaultBackendSettings(target), limitMs: LIMIT_MS }))
}

function reference(fault?: string, edition: Edition = 'callback-events'): StartableTarget {
  const faults = fault === undefined ? [] : [fault]
  return referenceTarget({ edition, environment: inheritedEnvironment(), faults })
}

function identityOf(name: string) {
  return { name, kind: 'command' as const }
}

function gatewayThat(script: string): StartableTarget {
  return { ...reference(), identity: identityOf('a program'), args: ['-e', script] }
}

function backendThat(script: string): StartableBackend {
  return { ...mockBackendTarget(), identity: identityOf('a program'), args: ['-e', script] }
}

/** A shell starts the gateway in its own way. */
function startedBy(script: string, target: StartableTarget): StartableTarget {
  return { ...target, command: 'sh', args: ['-c', script, 'sh', target.command, ...target.args] }
}

/** The port is taken before the session looks for it. */
function portTaken(): TestBed {
  const other = createServer().listen(0, '127.0.0.1')
  const bed = once(other, 'listening').then(() =>
    testBed({ callbackPort: (other.address() as AddressInfo).port }),
  )
  return {
    runs: testBed({}).runs.map((run, number) => ({
      ...run,
      judge: async () => (await bed).runs[number]?.judge(),
    })),
    session: {
      hasGivenUp: false,
      [Symbol.asyncDispose]: async () => {
        await (await bed).session[Symbol.asyncDispose]()
        other.close()
      },
    },
  }
}
