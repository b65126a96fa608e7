import { NotTestableError } from '../util/errors.ts'

export interface Saying {
  readonly ci?: string | undefined
  readonly tell?: (line: string) => void
}

/**
 * For tests: what a suite needs and not every machine has. Where it cannot be had, says so loudly, once for each suite.
 *
 * @param suite what is then not run, for the line that says so
 * @throws NotTestableError where it cannot be had and CI is set: a suite that is left out there would go unnoticed
 */
export async function forTests<Needed>(
  suite: string,
  get: () => Promise<Needed>,
  { ci = process.env.CI, tell = console.warn }: Saying = {},
): Promise<Needed | undefined> {
  try {
    return await get()
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
