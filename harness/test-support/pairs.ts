import type { BackendTarget, StartableBackend } from '../backend/index.ts'
import type { Verdict } from '../diagnosis/index.ts'
import { referenceTarget } from '../gateway/index.ts'
import { expect } from '../matchers/gateway/index.ts'
import { cleanedEnvironment } from '../process/index.ts'
import { runScenario } from '../runner/gateway/run-scenario.ts'
import { defaultSettings, GatewaySession } from '../runner/index.ts'
import { connectionOpen, versionEvent, versionStream } from '../scenario/gateway/events.ts'
import type { GatewayRunSettings } from '../session/settings.ts'
import { NotTestableError } from '../util/errors.ts'
import { ROOT } from '../util/root.ts'

/** Settings with the reference gateway and these faults. */
export function withGatewayFault(...faults: string[]): Partial<GatewayRunSettings> {
  return {
    target: referenceTarget({ edition: 'callback-events', environment: cleanedEnvironment(), faults }),
  }
}

export function withSettings(
  target: StartableBackend,
  settings: Readonly<Record<string, string>>,
): StartableBackend {
  return { ...target, environment: { ...target.environment, ...settings } }
}

/** The verdict on one scenario: a version is announced to a connected client. */
export async function verdictOn(
  backend: BackendTarget,
  settings: Partial<GatewayRunSettings> = {},
): Promise<Verdict | undefined> {
  await using pair = new GatewaySession({ ...defaultSettings(), limitMs: 1_500, ...settings }, { backend })
  const outcome = await runScenario(pair, async ({ backend, open, uniqueId }) => {
    const client = uniqueId()
    const stream = await open(versionStream(client))
    await backend.announceVersion(client, '1.0')
    await expect(stream).toHaveReceived([connectionOpen, versionEvent('1.0')])
  })
  if (outcome?.notTestable !== undefined) throw new NotTestableError(outcome.notTestable)
  return outcome?.verdict
}

const EMPTY = `reply(200, 'application/json', '{}')`
const UNKNOWN = `reply(404, 'application/json', '{}')`

/** What a backend of a few lines does with each request: JavaScript that may call `reply(status, type, text)`. */
interface Replies {
  readonly connect?: string
  readonly disconnect?: string
  readonly health?: string
  readonly versionHook?: string
  readonly otherHooks?: string
}

export function tinyBackend(replies: Replies = {}): StartableBackend {
  const {
    connect = EMPTY,
    disconnect = EMPTY,
    health = EMPTY,
    versionHook = UNKNOWN,
    otherHooks = UNKNOWN,
  } = replies
  const script = `
    require('node:http').createServer((request, response) => {
      let body = ''
      const reply = (status, type, text) => response.writeHead(status, { 'content-type': type }).end(text)
      request.on('data', part => { body += part })
      request.on('end', () => {
        if (request.url.startsWith('/api/health')) { ${health} }
        else if (request.url === '/api/testing/deployments/version') { ${versionHook} }
        else if (request.url.startsWith('/api/testing')) { ${otherHooks} }
        else if (body.includes('"connect"')) { ${connect} }
        else { ${disconnect} }
      })
    }).listen(process.env.PORT, '127.0.0.1')`
  return programBackend(script)
}

/** A backend that runs this script. */
export function programBackend(script: string): StartableBackend {
  return {
    identity: { name: 'tiny', kind: 'command' },
    command: process.execPath,
    args: ['-e', script],
    workingDirectory: ROOT,
    environment: cleanedEnvironment(),
  }
}
