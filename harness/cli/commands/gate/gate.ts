import type { GatewayRunSettings } from '../../../session/settings.ts'
import { ConfigurationError } from '../../../util/errors.ts'
import { CONFORMS } from '../../../util/exit-codes.ts'
import { ROOT } from '../../../util/root.ts'
import { ConformanceRun, type ConformanceRunOptions } from '../../conformance-run/conformance-run.ts'
import { editionCheck } from '../../conformance-run/edition-check.ts'
import { listClauses } from '../../conformance-run/list-clauses.ts'
import { resolveOutputPaths } from '../../conformance-run/output-paths.ts'
import { refuseNothing, type Selection, selectForGateway } from '../../conformance-run/selection.ts'
import { keptIn, savedTimelines } from '../../conformance-run/timelines-path.ts'
import { requestedCapabilities } from '../../options/gateway.ts'
import { gatewaySettings, type ResolvedTargets, resolveTargets } from '../../options/to-settings.ts'
import { prepareGate } from '../../vitest/run.ts'
import { reproduction } from '../reproduce/command.ts'
import { type GateOptions, gateAgain } from './command.ts'

/** What the caller said, found to be possible. @throws ConfigurationError when something of it cannot be */
async function settle(options: GateOptions, workingDirectory: string): Promise<ConformanceRunOptions> {
  const { cors, edition } = options
  const capabilities = requestedCapabilities(options)
  const selection = selectForGateway(options, edition, capabilities, ROOT, workingDirectory)
  refuseNothing(selection, options)
  const places = await resolveOutputPaths(options, { edition, capabilities }, workingDirectory)
  const parties = await resolveTargets(options, workingDirectory)
  const { backend, front, target } = parties
  const look = editionCheck(options, target, other => againAs({ ...options, ...other }, workingDirectory))
  const timelines =
    places.timelines && savedTimelines(options, places.timelines, places.knownFailures, parties)
  return {
    ...places,
    program: 'gate',
    judged: {
      edition,
      ...(cors ? { cors } : {}),
      target: target.identity,
      ...(backend === undefined ? {} : { backend: backend.identity }),
      ...(front === undefined ? {} : { front: front.identity }),
    },
    options,
    selection,
    ...(look === undefined ? {} : { edition: look }),
    allEvidence: options.allEvidence,
    gatewayEnv: Object.keys(options.gatewayEnv),
    backendEnv: Object.keys(options.backendEnv),
    execution: {
      prepare: (reporter, order) =>
        prepareGate(
          { ...settingsFor(options, parties, selection), ...keptIn(timelines, options.repeat, order) },
          reporter,
          order,
        ),
    },
    reproduction: (_clause, scenario) => reproduction(options, scenario),
  }
}

/** The command that judges the same by another edition, which may lack some of what was asked for. */
function againAs(options: GateOptions, workingDirectory: string): string {
  const isThere = (wanted: string): boolean => {
    try {
      selectForGateway(
        { only: [wanted], except: [] },
        options.edition,
        requestedCapabilities(options),
        ROOT,
        workingDirectory,
      )
      return true
    } catch (error) {
      if (error instanceof ConfigurationError) return false
      throw error
    }
  }
  return gateAgain({
    ...options,
    only: options.only.filter(isThere),
    except: options.except.filter(isThere),
  })
}

function settingsFor(
  options: GateOptions,
  parties: ResolvedTargets,
  { clauses }: Selection,
): GatewayRunSettings {
  return {
    ...gatewaySettings(options, parties),
    ...(clauses === undefined ? {} : { only: clauses }),
    fast: options.fast,
    ...(options.repeat > 1 ? { keepsEvidence: true } : {}),
  }
}

/** Judges a gateway. @returns the exit code */
export async function run(options: GateOptions, workingDirectory: string): Promise<number> {
  if (!options.list) return new ConformanceRun(await settle(options, workingDirectory)).run()
  const capabilities = requestedCapabilities(options)
  const selection = selectForGateway(options, options.edition, capabilities, ROOT, workingDirectory)
  console.log(listClauses(capabilities, selection))
  return CONFORMS
}
