import {
  CHECKS,
  type Check,
  type DeploymentSettings,
  mustBeReachable,
  Visit,
} from '../../../deployment/index.ts'
import { keepSecret } from '../../../diagnosis/index.ts'
import type { ScenarioOutcome } from '../../../report/index.ts'
import { ConfigurationError, NotTestableError } from '../../../util/errors.ts'
import { CONFORMS } from '../../../util/exit-codes.ts'
import { ROOT } from '../../../util/root.ts'
import { ConformanceRun } from '../../conformance-run/conformance-run.ts'
import { listClauses } from '../../conformance-run/list-clauses.ts'
import { resolveOutputPaths } from '../../conformance-run/output-paths.ts'
import { type Selection, selectForDeployment } from '../../conformance-run/selection.ts'
import { webPlace } from '../../options/web-place.ts'
import { type DeploymentOptions, deploymentReproduction } from './command.ts'

/** A shorter one cannot be kept out of what is printed. */
const MIN_SECRET = 4

/** Where the checks are, for reports. */
const FILE = 'harness/deployment/checklist.ts'

/** Judges a system that runs. @returns the exit code */
export async function run(options: DeploymentOptions, workingDirectory: string): Promise<number> {
  const selection = selectForDeployment(options, ROOT, workingDirectory)
  if (options.list) {
    console.log(listClauses('deployment', selection))
    return CONFORMS
  }
  const lookAtPage = await pageCheck(options, workingDirectory)
  const settings = { ...settingsFrom(options), ...(lookAtPage === undefined ? {} : { lookAtPage }) }
  const paths = await resolveOutputPaths(options, 'deployment', workingDirectory)
  const visit = new Visit(settings)
  await mustBeReachable(visit)
  return new ConformanceRun({
    ...paths,
    program: 'deployment',
    judged: { subject: 'deployment', target: { name: settings.site.url, kind: 'url' } },
    options: { ...options, fast: false, repeat: 1 },
    selection,
    gatewayEnv: [],
    backendEnv: [],
    execution: {
      judge: async report => {
        for (const check of CHECKS) if (isWanted(check, selection)) report(await outcomeOf(check, visit))
      },
    },
    reproduction: clause => deploymentReproduction(options, clause),
  }).run()
}

/** Judges the page, where one is named. @throws ConfigurationError when that is no URL of a page */
async function pageCheck(
  { clientPath, edition, page, timeout }: DeploymentOptions,
  workingDirectory: string,
): Promise<DeploymentSettings['lookAtPage']> {
  if (page === undefined) return undefined
  const { pageOf } = await import('../frontend/frontend.ts')
  const url = pageOf({ page })
  return async () => {
    const { lookAtPage } = await import('../../../frontend/index.ts')
    const { findChromium } = await import('../../../wire/browser/index.ts')
    try {
      const program = findChromium({ path: clientPath, workingDirectory, environment: process.env })
      const browser = { name: 'chromium', program } as const
      return await lookAtPage({ url, edition, browser, limitMs: timeout * 1_000 })
    } catch (error) {
      if (error instanceof NotTestableError) return { notTestable: error.message }
      throw error
    }
  }
}

/** @throws ConfigurationError when something that the caller said cannot be */
function settingsFrom(options: DeploymentOptions): DeploymentSettings {
  const { callbackSecret, callbackUrl, healthUrl, heartbeat, prometheus, timeout, url } = options
  if (url === undefined) {
    throw new ConfigurationError(
      'No system is named; give --url and the address where its users reach it, such as https://staging.example.org.',
    )
  }
  if (callbackSecret !== undefined && callbackSecret.length < MIN_SECRET) {
    throw new ConfigurationError(
      `--callback-secret has fewer than ${MIN_SECRET} characters and could not be kept out of the output; give the backend a longer one.`,
    )
  }
  if (callbackSecret !== undefined) keepSecret(callbackSecret)
  const place = (flag: string, text: string | undefined, example: string) =>
    text === undefined ? undefined : webPlace(text, { flag, example, path: 'allowed' })
  const callback = place('--callback-url', callbackUrl, 'http://backend:5000/api/sse/callback')
  const health = place('--health-url', healthUrl, 'http://backend:5000/api/health/readyz')
  const metrics = place('--prometheus', prometheus, 'http://prometheus:9090')
  return {
    site: webPlace(url, { flag: '--url', example: 'https://staging.example.org', path: 'none' }),
    heartbeatSeconds: heartbeat,
    limitMs: timeout * 1_000,
    ...(callbackSecret === undefined ? {} : { callbackSecret }),
    ...(callback === undefined ? {} : { callback }),
    ...(health === undefined ? {} : { health }),
    ...(metrics === undefined ? {} : { prometheus: metrics }),
  }
}

function isWanted({ clause }: Check, { clauses }: Selection): boolean {
  return clauses?.includes(clause) ?? true
}

async function outcomeOf({ clause, variant, judge }: Check, visit: Visit): Promise<ScenarioOutcome> {
  const began = performance.now()
  const outcome = await judge(visit)
  const base = {
    clause,
    name: variant === undefined ? clause : `${clause}: ${variant}`,
    file: FILE,
    durationMs: performance.now() - began,
  }
  if (outcome === undefined) return { ...base, state: 'passed' }
  const { verdict, notTestable } = outcome
  return verdict === undefined
    ? { ...base, state: 'not-testable', ...(notTestable === undefined ? {} : { reason: notTestable }) }
    : { ...base, state: 'failed', verdict }
}
