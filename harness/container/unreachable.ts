import type { Container } from './container.ts'
import { portOf } from './image.ts'
import { isLoopback, type Listener, processesOf } from './processes.ts'

/** Why a container that runs is not reached at its published port; `undefined` where that cannot be seen. */
export async function explainUnreachable(container: Container): Promise<string | undefined> {
  if (container.engine.route.isHostNetwork === true) return undefined
  const port = portOf(container.image)
  const listeners = (await processesOf(container))?.listeners
  if (listeners === undefined) return undefined
  const there = listeners.filter(listener => listener.port === port)
  if (there.length === 0) {
    const elsewhere = listeners.length === 0 ? '' : `; something listens on ${placesInWords(listeners)}`
    return `Inside its container nothing listens on port ${port}${elsewhere}.`
  }
  if (!there.every(isLoopback)) return undefined
  return `Inside its container it listens on ${placesInWords(there)} alone, which nothing outside reaches; it has to listen on 0.0.0.0.`
}

export function placesInWords(listeners: readonly Listener[]): string {
  return listeners.map(({ address, port }) => `${address}:${port}`).join(' and ')
}
