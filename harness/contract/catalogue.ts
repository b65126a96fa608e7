import type { Clause } from './clause.ts'
import { catalogue } from './clauses/index.ts'
import { type Capabilities, capabilitiesOf, EDITIONS, type Edition } from './editions/index.ts'
import { ALL_SURROUNDINGS, type Surroundings } from './surroundings.ts'

/** The id of a clause in the catalogue. A scenario that cites any other string does not compile. */
export type ClauseId = keyof typeof catalogue

/** The id of a clause that is true or false of a backend; all others are about a gateway. */
export type BackendClauseId = Extract<ClauseId, `backend/${string}`>

/** What a gateway can do, and what stands around it. */
export type Setting = Capabilities & Surroundings

/** The party that decides which clauses apply: a backend, or a gateway in this setting. */
export type Subject = 'backend' | Setting

/** Every clause of the contract, by id: about a gateway in the order of a connection's life, then about a backend. */
export const CLAUSES: Readonly<Record<ClauseId, Clause>> = catalogue

export const CLAUSE_IDS = Object.keys(CLAUSES) as readonly ClauseId[]

export function isClauseId(text: string): text is ClauseId {
  return Object.hasOwn(CLAUSES, text)
}

export function isAboutBackend(id: ClauseId): id is BackendClauseId {
  return areaOf(id) === 'backend'
}

/** Whether a clause is about a backend, or about a gateway with these capabilities. */
export function isAbout(id: ClauseId, subject: Subject): boolean {
  if (subject === 'backend' || isAboutBackend(id)) return subject === 'backend' && isAboutBackend(id)
  const { requires = {} }: Clause = CLAUSES[id]
  return Object.entries(requires).every(([name, value]) => subject[name as keyof Setting] === value)
}

/** The clauses that hold for a backend, or for a gateway with these capabilities, in catalogue order. */
export function clausesOf(subject: Subject): ClauseId[] {
  return CLAUSE_IDS.filter(id => isAbout(id, subject))
}

/** The clauses that are about gateways, of whatever edition. */
export const GATEWAY_CLAUSE_IDS = CLAUSE_IDS.filter(id => !isAboutBackend(id))

/** The editions that a clause about gateways holds for. */
export function editionsOf(id: ClauseId): Edition[] {
  return EDITIONS.filter(edition => isAbout(id, { ...capabilitiesOf(edition), ...ALL_SURROUNDINGS }))
}

/** The part of a clause id before the slash. */
export function areaOf(clause: string): string {
  return clause.split('/', 1)[0] ?? clause
}
