import type { Clause } from './clause.ts'
import { catalogue } from './clauses/index.ts'
import { type Capabilities, capabilitiesOf, EDITIONS, type Edition } from './edition.ts'

/** The id of a clause in the catalogue. A scenario that cites any other string does not compile. */
export type ClauseId = keyof typeof catalogue

/** Every clause of the contract, by id, in the order of a connection's life. */
export const CLAUSES: Readonly<Record<ClauseId, Clause>> = catalogue

export const CLAUSE_IDS = Object.keys(CLAUSES) as readonly ClauseId[]

export function isClauseId(text: string): text is ClauseId {
  return Object.hasOwn(CLAUSES, text)
}

/** Whether a clause is about a gateway with these capabilities. */
export function isAbout(id: ClauseId, capabilities: Capabilities): boolean {
  return Object.entries(CLAUSES[id].requires ?? {}).every(
    ([name, value]) => capabilities[name as keyof Capabilities] === value,
  )
}

/** The clauses that hold for a gateway with these capabilities, in catalogue order. */
export function clausesOf(capabilities: Capabilities): ClauseId[] {
  return CLAUSE_IDS.filter(id => isAbout(id, capabilities))
}

/** The editions that a clause holds for. */
export function editionsOf(id: ClauseId): Edition[] {
  return EDITIONS.filter(edition => isAbout(id, capabilitiesOf(edition)))
}

/** The part of a clause id before the slash. */
export function areaOf(clause: string): string {
  return clause.split('/', 1)[0] ?? clause
}
