import { NotTestable } from '../util/errors.ts'
import type { GateSettings } from './settings.ts'

/** Why nothing can be tested when the port that a gateway calls back is not to be had. */
export function cannotListen(
  { callbackHost, callbackPort }: Pick<GateSettings, 'callbackHost' | 'callbackPort'>,
  { code, message }: NodeJS.ErrnoException,
): NotTestable {
  if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL') {
    return new NotTestable(
      `Our backend cannot listen on ${callbackHost} (${code}), which is no address of this machine; give another --callback-host.`,
    )
  }
  return new NotTestable(
    `Our backend cannot listen on ${callbackHost}:${callbackPort} (${code ?? message}); free that port or give another --callback-port.`,
  )
}
