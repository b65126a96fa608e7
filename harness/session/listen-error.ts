import { NotTestableError } from '../util/errors.ts'
import type { GatewayRunSettings } from './settings.ts'

/** Why nothing can be tested when the port that a gateway calls back is not to be had. */
export function listenError(
  { callbackHost, callbackPort }: Pick<GatewayRunSettings, 'callbackHost' | 'callbackPort'>,
  { code, message }: NodeJS.ErrnoException,
): NotTestableError {
  if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL') {
    return new NotTestableError(
      `Our backend cannot listen on ${callbackHost} (${code}), which is no address of this machine; give another --callback-host.`,
    )
  }
  return new NotTestableError(
    `Our backend cannot listen on ${callbackHost}:${callbackPort} (${code ?? message}); free that port or give another --callback-port.`,
  )
}
