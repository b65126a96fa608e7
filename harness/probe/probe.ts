import { setTimeout as elapsed } from 'node:timers/promises'
import { askHealth, type Gateway } from '../gateway/index.ts'
import { LAST_LINES, withOutputTail } from '../service/index.ts'
import type { GatewaySession } from '../session/gateway-session.ts'
import { EXIT_LIMIT_MS } from '../session/limits.ts'
import { NotTestableError } from '../util/errors.ts'
import { connect } from './capabilities/connect.ts'
import { crossOrigin } from './capabilities/cross-origin.ts'
import { endings } from './capabilities/endings.ts'
import { errorForm } from './capabilities/error-form.ts'
import { refusals } from './capabilities/refusals.ts'
import { sends } from './capabilities/sends.ts'
import { CAPABILITY_IDS, type Finding } from './finding.ts'
import { ProbeSession } from './probe-session.ts'

const PROBES = [sends, endings, connect, errorForm, refusals, crossOrigin]

/** How long a process may take to be seen ending once its connections broke, in milliseconds. */

/**
 * Looks at every capability of a gateway, side by side: its streams are independent of each other.
 * @returns a finding for each, in the order of `CAPABILITY_IDS`
 * @throws NotTestable when the gateway does not become ready, dies or falls silent
 */
export async function probeGateway(session: GatewaySession): Promise<readonly Finding[]> {
  const gateway = await session.gateway()
  const begin = (): ProbeSession => new ProbeSession(session, gateway)
  const findings = await Promise.all(PROBES.map(ask => ask(begin)))
  const health = await askHealth(gateway.address, session.settings.limitMs)
  if (!health.answers) {
    // A process whose connections break is given time to be seen ending.
    await Promise.race([gateway.process?.exited, elapsed(EXIT_LIMIT_MS)])
    if (gateway.process?.exit === undefined) {
      throw new NotTestableError(
        `The gateway stopped answering while it was looked at: asked for /healthz, it ${health.said}.`,
      )
    }
  }
  if (gateway.process?.exit !== undefined) throw await death(session, gateway)
  return findings
    .flat()
    .sort((a, b) => CAPABILITY_IDS.indexOf(a.capability) - CAPABILITY_IDS.indexOf(b.capability))
}

async function death(session: GatewaySession, { process }: Gateway): Promise<NotTestableError> {
  // What a process wrote just before its end is read only after it.
  await process?.stop()
  const lines = (process?.lines ?? [])
    .map(({ text }) => text)
    .filter(text => text.trim() !== '' && !/^\s+at /.test(text))
    .slice(-LAST_LINES)
  const sentence = `The gateway ended with ${session.condition.ended} while it was looked at.`
  return new NotTestableError(withOutputTail(sentence, lines))
}
