import type { Clause } from './clause.ts'
import { catalogue } from './clauses/index.ts'
import { type Capabilities, capabilitiesOf, EDITIONS, type Edition } from './editions/index.ts'
import { ALL_SURROUNDINGS, type Surroundings } from './surroundings.ts'

/** The id of a clause in the catalogue. A scenario that cites any other string does not compile. */
export type ClauseId = keyof typeof catalogue

/** The id of a clause that is true or false of a backend. */
export type BackendClauseId = Extract<ClauseId, `backend/${string}`>

/** The id of a clause that is true or false of a page of the frontend. */
export type FrontendClauseId = Extract<ClauseId, `frontend/${string}`>

/** The id of a clause about a whole system that runs. */
export type DeploymentClauseId = Extract<ClauseId, `deployment/${string}`>

/** What a gateway can do, and what stands around it. */
export type Setting = Capabilities & Surroundings

/** A page of the frontend, and the capabilities of the gateway that it is a client of. */
export interface FrontendSetting {
  readonly frontend: Capabilities
}

/**
 * Who is judged, as far as it decides which clauses hold: a backend, with a Prometheus that scrapes it or without one, a
 * frontend, a deployment, or a gateway in this setting.
 */
export type Subject = 'backend' | 'scraped-backend' | 'deployment' | FrontendSetting | Setting

/**
 * Every clause of the contract, by id: about a gateway in the order of a connection's life, then about a backend, a
 * frontend and a deployment.
 */
export const CLAUSES: Readonly<Record<ClauseId, Clause>> = catalogue

export const CLAUSE_IDS = Object.keys(CLAUSES) as readonly ClauseId[]

export function isClauseId(text: string): text is ClauseId {
  return Object.hasOwn(CLAUSES, text)
}

export function isAboutBackend(id: ClauseId): id is BackendClauseId {
  return areaOf(id) === 'backend'
}

export function isAboutFrontend(id: ClauseId): id is FrontendClauseId {
  return areaOf(id) === 'frontend'
}

export function isAboutDeployment(id: ClauseId): id is DeploymentClauseId {
  return areaOf(id) === 'deployment'
}

function isAboutGateway(id: ClauseId): boolean {
  return !isAboutBackend(id) && !isAboutFrontend(id) && !isAboutDeployment(id)
}

/** Whether a clause is about this subject. */
export function isAbout(id: ClauseId, subject: Subject): boolean {
  const { requires = {} }: Clause = CLAUSES[id]
  if (subject === 'deployment') return isAboutDeployment(id)
  if (subject === 'scraped-backend') return isAboutBackend(id)
  if (subject === 'backend') return isAboutBackend(id) && requires.prometheus === undefined
  const isFrontend = 'frontend' in subject
  if (isFrontend ? !isAboutFrontend(id) : !isAboutGateway(id)) return false
  const setting: Setting = isFrontend ? subject.frontend : subject
  return Object.entries(requires).every(([name, value]) => setting[name as keyof Setting] === value)
}

/** The clauses that hold for a subject, in catalogue order. */
export function clausesOf(subject: Subject): ClauseId[] {
  return CLAUSE_IDS.filter(id => isAbout(id, subject))
}

/** The clauses that are about gateways, of whatever edition. */
export const GATEWAY_CLAUSE_IDS = CLAUSE_IDS.filter(isAboutGateway)

/** The editions that a clause about gateways or about frontends holds for. */
export function editionsOf(id: ClauseId): Edition[] {
  if (isAboutFrontend(id)) {
    return EDITIONS.filter(edition => isAbout(id, { frontend: capabilitiesOf(edition) }))
  }
  return EDITIONS.filter(edition => isAbout(id, { ...capabilitiesOf(edition), ...ALL_SURROUNDINGS }))
}

/** The part of a clause id before the slash. */
export function areaOf(clause: string): string {
  return clause.split('/', 1)[0] ?? clause
}
