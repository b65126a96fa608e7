import { constants } from 'node:os'
import { DEFAULT_EDITION } from '../../../contract/index.ts'
import { redact } from '../../../diagnosis/index.ts'
import { resolveTarget } from '../../../gateway/index.ts'
import { nearestEdition, probeGateway } from '../../../probe/index.ts'
import { exitWithParent, inheritedEnvironment } from '../../../process/index.ts'
import { GatewaySession } from '../../../session/gateway-session.ts'
import { defaultSettings } from '../../../session/settings.ts'
import { CONFORMS } from '../../../util/exit-codes.ts'
import { checkCallbackHost } from '../../options/callback-host.ts'
import { callbackPlace } from '../../options/container.ts'
import { flagsAgain } from '../../options/flags-again.ts'
import { TARGET } from '../../options/gateway.ts'
import { typedCommand } from '../../options/typed-command.ts'
import type { ProbeOptions } from './command.ts'
import { type ProbeResult, probeHeading, probeReport } from './output.ts'

/** Looks at a gateway. @returns the exit code */
export async function run(options: ProbeOptions, workingDirectory: string): Promise<number> {
  await checkCallbackHost(options)
  const target = await resolveTarget({
    ...options,
    edition: options.edition ?? DEFAULT_EDITION,
    crossOrigin: options.cors,
    faults: options.fault,
    workingDirectory,
    environment: {
      ...inheritedEnvironment(options.callbackHost),
      ...options.gatewayEnv,
    },
  })
  using _lineage = exitWithParent(() => process.exit(128 + constants.signals.SIGKILL))
  if (!options.json) console.log(probeHeading(target.identity))
  const defaults = defaultSettings()
  await using session = new GatewaySession({
    ...defaults,
    target,
    limitMs: options.timeout * 1_000,
    readyLimitMs: options.startupTimeout * 1_000,
    ...callbackPlace(options.callbackHost, target),
    callbackPort: options.callbackPort ?? defaults.callbackPort,
  })
  const findings = await probeGateway(session)
  const placement = nearestEdition(findings)
  const result: ProbeResult = {
    schemaVersion: 1,
    // A command or a URL may hold a secret.
    target: { ...target.identity, name: redact(target.identity.name) },
    findings,
    ...placement,
    gates: placement.nearest.map(edition =>
      typedCommand('gate', [
        ...flagsAgain(TARGET, options),
        `--edition ${edition}`,
        ...(placement.withCors.includes(edition) ? ['--cors'] : []),
      ]),
    ),
  }
  console.log(options.json ? JSON.stringify(result, undefined, 2) : probeReport(result))
  return CONFORMS
}
