import type { Container } from './container.ts'
import { portOf } from './image.ts'
import { isLoopback, processesOf } from './processes.ts'

/** Why a container that runs is not reached at its published port; `undefined` where that cannot be seen. */
export async function explainUnreachable(container: Container): Promise<string | undefined> {
  const port = portOf(container.image)
  const addresses = (await processesOf(container))?.listeningOn(port)
  if (addresses === undefined) return undefined
  if (addresses.length === 0) return `Inside its container nothing listens on port ${port}.`
  if (!addresses.every(isLoopback)) return undefined
  return `Inside its container it listens on port ${port} of ${addresses.join(' and ')} alone, which nothing outside reaches; it has to listen on 0.0.0.0.`
}
