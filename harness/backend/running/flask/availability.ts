import { NotTestable } from '../../../failure.ts'
import { cleanedEnvironment } from '../../../process/index.ts'
import type { StartableBackend } from '../backend-target.ts'
import { flaskTarget } from './flask-target.ts'

/** The Flask application, or why it cannot be had on this machine. */
export type FlaskAvailability =
  | { readonly target: StartableBackend; readonly reason: undefined }
  | { readonly target: undefined; readonly reason: string }

/**
 * For tests that need the Flask application: skipped, and said so loudly, where there is no Python for it.
 * @param suite what is not run then
 * @throws NotTestable in a pipeline (`CI=true`), which is to have what its suites need
 */
export async function flaskIfAvailable(suite: string): Promise<FlaskAvailability> {
  try {
    const target = await flaskTarget({
      workingDirectory: process.cwd(),
      environment: cleanedEnvironment(),
      tell: line => process.stderr.write(`${line}\n`),
    })
    return { target, reason: undefined }
  } catch (error) {
    if (!(error instanceof NotTestable)) throw error
    if (process.env.CI === 'true') {
      throw new NotTestable(`${suite}: not run, and CI=true asks for every suite. ${error.message}`)
    }
    process.stderr.write(`\n!!! NOT RUN: ${suite}. ${error.message}\n\n`)
    return { target: undefined, reason: error.message }
  }
}
