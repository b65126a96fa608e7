import { whichCommandSync } from 'which-command'
import type { StartableBackend } from '../backend/target.ts'
import { type FlaskRequest, flaskBackend } from '../backend/targets/flask/target.ts'
import { inheritedEnvironment } from '../process/index.ts'
import { NotTestableError } from '../util/errors.ts'

/** The programs of this machine that suites need: the names under which each is installed, and its Debian package. */
const PROGRAMS = {
  caddy: { names: ['caddy'], debian: 'caddy' },
  nginx: { names: ['nginx'], debian: 'nginx' },
  chromium: { names: ['chromium', 'chromium-browser', 'google-chrome'], debian: 'chromium' },
  prometheus: { names: ['prometheus'], debian: 'prometheus' },
  promtool: { names: ['promtool'], debian: 'prometheus' },
  openssl: { names: ['openssl'], debian: 'openssl' },
  podman: { names: ['podman'], debian: 'podman' },
  runc: { names: ['runc', 'crun'], debian: 'runc' },
  slirp4netns: { names: ['slirp4netns'], debian: 'slirp4netns' },
} as const

interface Circumstances {
  readonly ci?: string | undefined
  readonly tell?: (line: string) => void
}

/**
 * For tests: the path of a program of this machine, for `describe.runIf(path)`. Where it is missing, prints a line that
 * says which suite was not run.
 *
 * @throws NotTestableError where it is missing and CI is set: a suite that is left out there would go unnoticed
 */
export function needs(
  program: keyof typeof PROGRAMS,
  suite: string,
  { path = process.env.PATH ?? '', ...circumstances }: Circumstances & { readonly path?: string } = {},
): string | undefined {
  // Debian keeps servers where the PATH of an ordinary user does not look.
  const search = `${path}:/usr/sbin:/usr/local/sbin`
  const { names, debian } = PROGRAMS[program]
  for (const name of names) {
    const found = whichCommandSync(name, { path: search })
    if (found !== undefined) return found
  }
  const reason = `There is no ${program} on "${search}". Install it (Debian: apt-get install ${debian}).`
  return notRun(suite, reason, circumstances)
}

/**
 * For tests: prints that a suite is not run, and why.
 * @throws NotTestableError where CI is set
 */
function notRun(
  suite: string,
  reason: string,
  { ci = process.env.CI, tell = console.warn }: Circumstances = {},
): undefined {
  if (isOn(ci)) throw new NotTestableError(`Not run, and CI is set: ${suite}. ${reason}`)
  tell(`NOT RUN: ${suite}. ${reason}`)
  return undefined
}

/**
 * For tests: gets something that not every machine has. Where it cannot be had, prints a line that says which suite was
 * not run.
 *
 * @throws NotTestableError where it cannot be had and CI is set
 */
export async function forTests<Needed>(
  suite: string,
  get: () => Promise<Needed>,
  circumstances: Circumstances = {},
): Promise<Needed | undefined> {
  try {
    return await get()
  } catch (error) {
    if (!(error instanceof NotTestableError)) throw error
    return notRun(suite, error.message, circumstances)
  }
}

/** For tests: the bundled Flask backend, its environment made if need be, for `describe.runIf(flask)`. See `forTests`. */
export function flaskForTests(
  suite: string,
  request: Partial<FlaskRequest> = {},
  circumstances: Circumstances = {},
): Promise<StartableBackend | undefined> {
  const get = (): Promise<StartableBackend> =>
    flaskBackend({
      workingDirectory: process.cwd(),
      environment: inheritedEnvironment(),
      tell: circumstances.tell ?? console.warn,
      ...request,
    })
  return forTests(suite, get, circumstances)
}

function isOn(flag: string | undefined): boolean {
  return flag !== undefined && !['', '0', 'false'].includes(flag)
}
