import type { Engine } from './engine.ts'
import { type FoundEngine, findEngine } from './find-engine.ts'

const found = new Map<string, Promise<FoundEngine>>()

/**
 * The engine of this run, found and started once for each network.
 * @param network what the caller named with --container-network
 * @throws NotTestableError when there is none that answers
 */
export async function runEngine(network?: string): Promise<Engine> {
  const key = network ?? ''
  const looking = found.get(key) ?? findEngine(network === undefined ? {} : { network })
  found.set(key, looking)
  return (await looking).engine
}

/** Removes what is left of the run in its engine, and ends an engine that was started for it. */
export async function releaseEngine(): Promise<void> {
  const all = [...found.values()]
  found.clear()
  await Promise.all(all.map(async one => (await one.catch(() => undefined))?.[Symbol.asyncDispose]()))
}
