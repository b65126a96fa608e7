import type { Clause } from './clause.ts'
import { catalogue } from './clauses/index.ts'
import { type Capabilities, capabilitiesOf, EDITIONS, type Edition } from './editions/index.ts'
import { ALL_SURROUNDINGS, type Surroundings } from './surroundings.ts'

/** The id of a clause in the catalogue. A scenario that cites any other string does not compile. */
export type ClauseId = keyof typeof catalogue

/** The id of a clause that is true or false of a backend. */
export type BackendClauseId = Extract<ClauseId, `backend/${string}`>

/** The id of a clause about a whole system that runs; all that are neither this nor about a backend are about a gateway. */
export type DeploymentClauseId = Extract<ClauseId, `deployment/${string}`>

/** What a gateway can do, and what stands around it. */
export type Setting = Capabilities & Surroundings

/**
 * Who is judged, as far as it decides which clauses hold: a backend, with a Prometheus that scrapes it or without one, a
 * deployment, or a gateway in this setting.
 */
export type Subject = 'backend' | 'scraped-backend' | 'deployment' | Setting

/**
 * Every clause of the contract, by id: about a gateway in the order of a connection's life, then about a backend, then about a
 * deployment.
 */
export const CLAUSES: Readonly<Record<ClauseId, Clause>> = catalogue

export const CLAUSE_IDS = Object.keys(CLAUSES) as readonly ClauseId[]

export function isClauseId(text: string): text is ClauseId {
  return Object.hasOwn(CLAUSES, text)
}

export function isAboutBackend(id: ClauseId): id is BackendClauseId {
  return areaOf(id) === 'backend'
}

export function isAboutDeployment(id: ClauseId): id is DeploymentClauseId {
  return areaOf(id) === 'deployment'
}

/** Whether a clause is about this subject. */
export function isAbout(id: ClauseId, subject: Subject): boolean {
  const { requires = {} }: Clause = CLAUSES[id]
  if (subject === 'deployment') return isAboutDeployment(id)
  if (subject === 'scraped-backend') return isAboutBackend(id)
  if (subject === 'backend') return isAboutBackend(id) && requires.prometheus === undefined
  if (isAboutBackend(id) || isAboutDeployment(id)) return false
  return Object.entries(requires).every(([name, value]) => subject[name as keyof Setting] === value)
}

/** The clauses that hold for a subject, in catalogue order. */
export function clausesOf(subject: Subject): ClauseId[] {
  return CLAUSE_IDS.filter(id => isAbout(id, subject))
}

/** The clauses that are about gateways, of whatever edition. */
export const GATEWAY_CLAUSE_IDS = CLAUSE_IDS.filter(id => !isAboutBackend(id) && !isAboutDeployment(id))

/** The editions that a clause about gateways holds for. */
export function editionsOf(id: ClauseId): Edition[] {
  return EDITIONS.filter(edition => isAbout(id, { ...capabilitiesOf(edition), ...ALL_SURROUNDINGS }))
}

/** The part of a clause id before the slash. */
export function areaOf(clause: string): string {
  return clause.split('/', 1)[0] ?? clause
}
