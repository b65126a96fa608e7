import { NETWORK_FAULTS } from '../../fixtures/faults/network.ts'
import { type BackendTarget, resolveBackend } from '../backend/running/index.ts'
import { resolveTarget, type Target } from '../gateway/index.ts'
import { cleanedEnvironment } from '../process/index.ts'
import type { GateSettings } from '../scenario/settings.ts'
import { keepSecret, secretsIn } from '../verdict/index.ts'
import { type GateOptions, parseCommandLine, statedCapabilities } from './command-line.ts'
import { listClauses } from './list.ts'
import { settleReports } from './report-places.ts'
import { reproduction } from './reproduction.ts'
import { harnessVersion } from './result-of.ts'
import { runProgram } from './run-program.ts'
import { type Selection, selectForGateway } from './selection.ts'
import { type Cause, Trial } from './trial.ts'
import { prepareGate, ROOT } from './vitest-run.ts'

/** What the caller said, found to be possible. @throws ConfigurationError when something of it cannot be */
async function settle(options: GateOptions, workingDirectory: string): Promise<Cause> {
  const { cors, edition } = options
  const capabilities = statedCapabilities(options)
  const selection = selectForGateway(options.only, edition, capabilities, ROOT, workingDirectory)
  const places = await settleReports(options, { edition, capabilities }, workingDirectory)
  const target = await resolveTarget({
    ...options,
    crossOrigin: cors,
    faults: options.fault,
    workingDirectory,
    environment: { ...cleanedEnvironment(), ...options.gatewayEnv },
  })
  keepSecret(...toldSecrets(options))
  const backend = await resolveBackend({ ...options, workingDirectory, environment: cleanedEnvironment() })
  return {
    ...places,
    program: 'gate',
    judged: {
      edition,
      ...(cors ? { cors } : {}),
      target: target.identity,
      ...(backend === undefined ? {} : { backend: backend.identity }),
    },
    options,
    selection,
    gatewayEnv: Object.keys(options.gatewayEnv),
    backendEnv: Object.keys(options.backendEnv),
    prepare: (reporter, order) =>
      prepareGate(settingsFor(options, target, backend, selection), reporter, order),
    reproduction: clause => reproduction(options, clause),
  }
}

function toldSecrets({ backendEnv, gatewayEnv }: GateOptions): string[] {
  return [...secretsIn(gatewayEnv), ...secretsIn(backendEnv)]
}

function settingsFor(
  options: GateOptions,
  target: Target,
  backend: BackendTarget | undefined,
  selection: Selection,
): GateSettings {
  return {
    target,
    ...(backend === undefined ? {} : { backend }),
    ...(options.sendPort === undefined ? {} : { sendPort: options.sendPort }),
    secrets: toldSecrets(options),
    ...(options.tapClients ? { taps: ['client' as const] } : {}),
    network: options.networkFault.map(name => NETWORK_FAULTS[name]),
    backendReadyLimitMs: options.backendReadyWithin * 1_000,
    capabilities: statedCapabilities(options),
    ...(selection.clauses === undefined ? {} : { only: selection.clauses }),
    fast: options.fast,
    ...(options.repeat > 1 ? { keepsEvidence: true } : {}),
    limitMs: options.waitLimit * 1_000,
    readyLimitMs: options.readyWithin * 1_000,
    callbackHost: options.callbackHost ?? '127.0.0.1',
    callbackPort: options.callbackPort ?? 0,
  }
}

/** What the command line of the gate asks for. @returns the exit code */
export function main(): Promise<number> {
  return runProgram('gate', async workingDirectory => {
    const options = parseCommandLine(process.argv.slice(2), harnessVersion())
    if (options === 'shown') return 0
    if (options.list) {
      console.log(listClauses(statedCapabilities(options)))
      return 0
    }
    return new Trial(await settle(options, workingDirectory)).run()
  })
}
