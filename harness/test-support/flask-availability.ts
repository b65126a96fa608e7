import type { StartableBackend } from '../backend/target.ts'
import { type FlaskRequest, flaskBackend } from '../backend/targets/flask/target.ts'
import { inheritedEnvironment } from '../process/index.ts'
import { availableForTests, type NotRunOptions } from './availability.ts'

/** For tests: the bundled Flask backend, its environment made if need be; see `availableForTests`. */
export function flaskForTests(
  suite: string,
  request: Partial<FlaskRequest> = {},
  options: NotRunOptions = {},
): Promise<StartableBackend | undefined> {
  return availableForTests(
    suite,
    tell =>
      flaskBackend({
        workingDirectory: process.cwd(),
        environment: inheritedEnvironment(),
        tell,
        ...request,
      }),
    options,
  )
}
