import type { StartableBackend } from '../backend/target.ts'
import { type FlaskRequest, flaskBackend } from '../backend/targets/flask/target.ts'
import { inheritedEnvironment } from '../process/index.ts'
import { NotTestableError } from '../util/errors.ts'

/**
 * For tests: the bundled Flask backend, its environment made if need be, for `describe.runIf(flask)`. Where it cannot
 * be had, says so loudly, once for each suite.
 *
 * @param suite what is then not run, for the line that says so
 * @throws NotTestableError where it cannot be had and CI is set: a suite that is left out there would go unnoticed
 */
export async function flaskForTests(
  suite: string,
  request: Partial<FlaskRequest> = {},
  {
    ci = process.env.CI,
    tell = console.warn,
  }: { ci?: string | undefined; tell?: (line: string) => void } = {},
): Promise<StartableBackend | undefined> {
  try {
    return await flaskBackend({
      workingDirectory: process.cwd(),
      environment: inheritedEnvironment(),
      tell,
      ...request,
    })
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
