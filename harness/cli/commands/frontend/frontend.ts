import { capabilitiesOf } from '../../../contract/index.ts'
import { FrontendSession } from '../../../frontend/index.ts'
import { ConfigurationError } from '../../../util/errors.ts'
import { CONFORMS } from '../../../util/exit-codes.ts'
import { ROOT } from '../../../util/root.ts'
import { findChromium } from '../../../wire/browser/index.ts'
import { ConformanceRun } from '../../conformance-run/conformance-run.ts'
import { listClauses } from '../../conformance-run/list-clauses.ts'
import { resolveOutputPaths } from '../../conformance-run/output-paths.ts'
import { selectForFrontend } from '../../conformance-run/selection.ts'
import { type FrontendOptions, frontendReproduction } from './command.ts'

/** Judges a page of the frontend. @returns the exit code */
export async function run(options: FrontendOptions, workingDirectory: string): Promise<number> {
  const { clientPath, edition, out, timeout } = options
  const subject = { frontend: capabilitiesOf(edition) }
  const selection = selectForFrontend(options, edition, ROOT, workingDirectory)
  if (options.list) {
    console.log(listClauses(subject, selection))
    return CONFORMS
  }
  const url = pageOf(options)
  const paths = await resolveOutputPaths(out === undefined ? {} : { out }, 'backend', workingDirectory)
  const program = findChromium({ path: clientPath, workingDirectory, environment: process.env })
  const { clauses } = selection
  await using session = await FrontendSession.begin({
    url,
    edition,
    browser: { name: 'chromium', program },
    ...(clauses === undefined ? {} : { only: clauses }),
    limitMs: timeout * 1_000,
  })
  return await new ConformanceRun({
    ...paths,
    program: 'frontend',
    judged: { subject: 'frontend', edition, target: { name: url, kind: 'url' } },
    options: { ...options, fast: false, repeat: 1 },
    selection,
    gatewayEnv: [],
    backendEnv: [],
    execution: { judge: report => session.judge(report) },
    reproduction: clause => frontendReproduction(options, clause),
  }).run()
}

/** @throws ConfigurationError when no page is named, or what is named is no address of one */
export function pageOf({ page }: Pick<FrontendOptions, 'page'>): string {
  const expected = 'give --page and the URL that a user opens, such as http://localhost:5173/'
  if (page === undefined) throw new ConfigurationError(`No page is named; ${expected}.`)
  if (!URL.canParse(page))
    throw new ConfigurationError(`--page ${JSON.stringify(page)} is no URL; ${expected}.`)
  const { href, protocol } = new URL(page)
  if (protocol === 'http:' || protocol === 'https:') return href
  throw new ConfigurationError(
    `--page ${JSON.stringify(page)} is neither http nor https, and streams need a server; ${expected}.`,
  )
}
