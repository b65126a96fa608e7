import { type BackendTarget, resolveBackend } from '../../../backend/index.ts'
import { mockBackendTarget } from '../../../backend/targets/mock/index.ts'
import { keepSecret, secretsIn } from '../../../diagnosis/index.ts'
import { inheritedEnvironment } from '../../../process/index.ts'
import { findPrometheus } from '../../../prometheus/index.ts'
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
import type { BackendRunOptions, BackendUnderTestOptions } from './command.ts'

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
  const scraped = options.prometheus === undefined ? {} : { prometheus: true as const }
  const subject = options.prometheus === undefined ? 'backend' : 'scraped-backend'
  const selection = selectForBackend(options, ROOT, workingDirectory, subject)
  refuseNothing(selection, options)
  const places = await resolveOutputPaths(options, subject, workingDirectory)
  const target = await resolveBackendUnderTest(options, workingDirectory)
  const settings = settingsFor(options, target, selection, workingDirectory)
  const timelines =
    places.timelines && savedTimelines(options, places.timelines, places.knownFailures, { target })
  return {
    ...places,
    program: 'backend',
    judged: { subject: 'backend', target: target.identity, ...scraped },
    options,
    selection,
    gatewayEnv: [],
    backendEnv: Object.keys(options.backendEnv),
    execution: {
      prepare: (reporter, order) =>
        prepareBackendRun({ ...settings, ...keptIn(timelines, options.repeat, order) }, reporter, order),
    },
    reproduction: (_clause, scenario) => backendReproduction(options, scenario),
  }
}

function settingsFor(
  options: BackendRunOptions,
  target: BackendTarget,
  selection: Selection,
  workingDirectory: string,
): BackendSettings {
  return {
    ...backendRunSettings(options, target, workingDirectory),
    ...(selection.clauses === undefined ? {} : { only: selection.clauses }),
    fast: options.fast,
  }
}

/** The settings of a session with this backend. */
export function backendRunSettings(
  options: BackendUnderTestOptions & { readonly timeout: number },
  target: BackendTarget,
  workingDirectory: string,
): BackendSettings {
  const { prometheus } = options
  const path = inheritedEnvironment().PATH ?? ''
  return {
    ...(prometheus === undefined ? {} : { prometheus: findPrometheus(prometheus, workingDirectory, path) }),
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
  const subject = options.prometheus === undefined ? 'backend' : 'scraped-backend'
  console.log(listClauses(subject, selectForBackend(options, ROOT, workingDirectory, subject)))
  return CONFORMS
}
