import { type BackendTarget, resolveBackend } from '../../../backend/index.ts'
import { mockBackendTarget } from '../../../backend/targets/mock/index.ts'
import { keepSecret, secretsIn } from '../../../diagnosis/index.ts'
import { inheritedEnvironment } from '../../../process/index.ts'
import type { BackendSettings } from '../../../session/backend-settings.ts'
import { CONFORMS } from '../../../util/exit-codes.ts'
import { ROOT } from '../../../util/root.ts'
import { ConformanceRun, type ConformanceRunOptions } from '../../conformance-run/conformance-run.ts'
import { listClauses } from '../../conformance-run/list-clauses.ts'
import { resolveOutputPaths } from '../../conformance-run/output-paths.ts'
import { refuseNothing, type Selection, selectForBackend } from '../../conformance-run/selection.ts'
import { keptIn, savedTimelines } from '../../conformance-run/timelines-path.ts'
import type { BackendOptions } from '../../options/backend.ts'
import { sendHostFor } from '../../options/container.ts'
import { prepareBackendRun } from '../../vitest/run.ts'
import { backendReproduction } from '../reproduce/backend-command.ts'
import type { BackendRunOptions } from './command.ts'

/** The backend to be judged, the mock application where none is named. From here on its secrets are kept. */
export async function resolveBackendUnderTest(
  options: BackendOptions,
  workingDirectory: string,
): Promise<BackendTarget> {
  const environment = inheritedEnvironment()
  keepSecret(...secretsIn(options.backendEnv))
  return (
    (await resolveBackend({ ...options, workingDirectory, environment })) ??
    mockBackendTarget({ faults: options.backendFault, settings: options.backendEnv, environment })
  )
}

/**
 * What the caller said, found to be possible.
 * @throws ConfigurationError when something of it cannot be
 * @throws NotTestable when what the backend needs is not there
 */
async function settle(options: BackendRunOptions, workingDirectory: string): Promise<ConformanceRunOptions> {
  const selection = selectForBackend(options, ROOT, workingDirectory)
  refuseNothing(selection, options)
  const places = await resolveOutputPaths(options, 'backend', workingDirectory)
  const target = await resolveBackendUnderTest(options, workingDirectory)
  const timelines =
    places.timelines && savedTimelines(options, places.timelines, places.knownFailures, { target })
  return {
    ...places,
    program: 'backend',
    judged: { subject: 'backend', target: target.identity },
    options,
    selection,
    gatewayEnv: [],
    backendEnv: Object.keys(options.backendEnv),
    prepare: (reporter, order) =>
      prepareBackendRun(
        { ...settingsFor(options, target, selection), ...keptIn(timelines, options.repeat, order) },
        reporter,
        order,
      ),
    reproduction: (_clause, scenario) => backendReproduction(options, scenario),
  }
}

function settingsFor(
  options: BackendRunOptions,
  target: BackendTarget,
  selection: Selection,
): BackendSettings {
  return {
    ...backendRunSettings(options, target),
    ...(selection.clauses === undefined ? {} : { only: selection.clauses }),
    fast: options.fast,
  }
}

/** The settings of a session with this backend. */
export function backendRunSettings(
  options: BackendOptions & { readonly timeout: number },
  target: BackendTarget,
): BackendSettings {
  return {
    target,
    fast: false,
    limitMs: options.timeout * 1_000,
    secrets: secretsIn(options.backendEnv),
    readyLimitMs: options.backendStartupTimeout * 1_000,
    sendHost: sendHostFor(target),
    sendPort: options.sendPort ?? 0,
  }
}

/** Judges a backend. @returns the exit code */
export async function run(options: BackendRunOptions, workingDirectory: string): Promise<number> {
  if (!options.list) return new ConformanceRun(await settle(options, workingDirectory)).run()
  console.log(listClauses('backend', selectForBackend(options, ROOT, workingDirectory)))
  return CONFORMS
}
