import type { StartableBackend } from '../backend/target.ts'
import { type FlaskRequest, flaskBackend } from '../backend/targets/flask/target.ts'
import { inheritedEnvironment } from '../process/index.ts'
import { forTests, type Saying } from './availability.ts'

/** For tests: the bundled Flask backend, its environment made if need be, for `describe.runIf(flask)`. See {@link forTests}. */
export function flaskForTests(
  suite: string,
  request: Partial<FlaskRequest> = {},
  saying: Saying = {},
): Promise<StartableBackend | undefined> {
  return forTests(
    suite,
    () =>
      flaskBackend({
        workingDirectory: process.cwd(),
        environment: inheritedEnvironment(),
        tell: saying.tell ?? console.warn,
        ...request,
      }),
    saying,
  )
}
