import type { ScenarioOutcome } from './scenario-outcome.ts'
import { inNumber } from './wording.ts'

/** A browser that took part in a run, and in how many scenarios. */
export interface ClientSummary {
  /** The browser and its version. */
  readonly name: string
  readonly scenarios: {
    /** It made every request of the clients. */
    readonly played: number
    /** It made some: the others are such as no browser makes. */
    readonly inPart: number
    /** It made none. */
    readonly ordinary: number
  }
}

/** @returns `undefined` where no browser took part */
export function clientSummary(outcomes: readonly ScenarioOutcome[]): ClientSummary | undefined {
  const uses = outcomes.flatMap(({ playedBy }) => playedBy ?? [])
  const [first] = uses
  if (first === undefined) return undefined
  const played = uses.filter(({ browser, other }) => browser > 0 && other === 0).length
  const inPart = uses.filter(({ browser, other }) => browser > 0 && other > 0).length
  return { name: first.client, scenarios: { played, inPart, ordinary: uses.length - played - inPart } }
}

/** The same in a sentence. */
export function describeClient({ name, scenarios }: ClientSummary): string {
  const { played, inPart, ordinary } = scenarios
  return `${name} played ${inNumber(played, 'scenario')}, and ${inPart} in part; ${ordinary} are not such as a browser can play, and were played by the ordinary client.`
}
