import type { BackendTarget } from '../target.ts'
import { command } from './command.ts'
import { flask } from './flask/index.ts'
import { dockerfile, image } from './image.ts'
import { mock } from './mock/index.ts'
import type { BackendChoice, BackendKind } from './target-kind.ts'
import { url } from './url.ts'

/** Every way to name a backend. */
export const BACKEND_KINDS: readonly BackendKind[] = [mock, flask, image, dockerfile, command, url]

/**
 * @returns `undefined` when it is the mock backend
 * @throws ConfigurationError when nothing can be started from what the caller named
 * @throws NotTestableError when what the bundled Flask application needs is not there
 */
export async function resolveBackend(choice: BackendChoice): Promise<BackendTarget | undefined> {
  for (const kind of BACKEND_KINDS) {
    const target = await kind.resolve(choice)
    if (target !== undefined) return target
  }
  return undefined
}
