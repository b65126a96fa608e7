import { NotTestableError } from '../util/errors.ts'

/** How a suite that is not run says so. */
export interface NotRunOptions {
  readonly ci?: string | undefined
  readonly tell?: (line: string) => void
}

/**
 * For tests: what a suite needs of the machine, for `describe.runIf(…)`. Where it cannot be had, says so loudly, once for
 * each suite.
 *
 * @param suite what is then not run, for the line that says so
 * @throws NotTestableError where it cannot be had and CI is set: a suite that is left out there would go unnoticed
 */
export async function availableForTests<Needed>(
  suite: string,
  find: (tell: (line: string) => void) => Needed | Promise<Needed>,
  { ci = process.env.CI, tell = console.warn }: NotRunOptions = {},
): Promise<Needed | undefined> {
  try {
    return await find(tell)
  } catch (error) {
    if (!(error instanceof NotTestableError)) throw error
    if (isOn(ci)) throw new NotTestableError(`Not run, and CI is set: ${suite}. ${error.message}`)
    tell(`NOT RUN: ${suite}. ${error.message}`)
    return undefined
  }
}

function isOn(flag: string | undefined): boolean {
  return flag !== undefined && !['', '0', 'false'].includes(flag)
}
