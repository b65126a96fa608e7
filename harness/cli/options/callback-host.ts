import { createServer } from 'node:net'
import { ConfigurationError } from '../../util/errors.ts'
import type { TargetOptions } from './gateway.ts'

/**
 * Makes sure, before anything is run, that our backend can listen where the caller said.
 * @throws ConfigurationError when it is no address of this machine
 */
export async function checkCallbackHost({
  callbackHost,
}: Pick<TargetOptions, 'callbackHost'>): Promise<void> {
  if (callbackHost === undefined) return
  const server = createServer()
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(0, callbackHost, resolve)
    })
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error)
    throw new ConfigurationError(
      `--callback-host "${callbackHost}" is no address of this machine (${why}); expected a name or an address without scheme and port, such as 127.0.0.1.`,
    )
  } finally {
    server.close()
  }
}
