import { NotTestableError, type WaitTimeoutError } from '../util/errors.ts'

const ADVICE =
  'let the command become the gateway with exec (exec node dist/index.js), or name its directory with --gateway'

/** Why what is about an exit code cannot be judged. */
export const EXIT_NOT_OWN = `needs the gateway's own exit code, and only the shell or npm that started it sees that; ${ADVICE}`

/** Why what is about signals cannot be judged. */
export function servesElsewhere(address: string): string {
  return `needs to signal the process that serves, and none that the command has started listens on ${address} (is it in a container?); ${ADVICE}`
}

/** Why what is about the end of the gateway cannot be judged: what started it cannot be kept from taking its exit code. */
export function notHalted({ message }: WaitTimeoutError): NotTestableError {
  return new NotTestableError(
    `needs to see how the process that serves ends, before what started it does. ${message} Nothing was signalled; ${ADVICE}`,
  )
}
