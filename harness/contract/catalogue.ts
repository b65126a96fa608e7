import type { Clause } from './clause.ts'
import { applicationClauses } from './clauses/application.ts'
import { connectClauses } from './clauses/connect.ts'
import { disconnectClauses } from './clauses/disconnect.ts'
import { heartbeatClauses } from './clauses/heartbeat.ts'
import { replaceClauses } from './clauses/replace.ts'
import { sendClauses } from './clauses/send.ts'
import type { Edition } from './edition.ts'

const catalogue = {
  ...connectClauses,
  ...sendClauses,
  ...disconnectClauses,
  ...replaceClauses,
  ...applicationClauses,
  ...heartbeatClauses,
} as const satisfies Record<string, Clause>

/** The id of a clause in the catalogue. A scenario that cites any other string does not compile. */
export type ClauseId = keyof typeof catalogue

/** Every clause of the contract, by id, in the order of a connection's life. */
export const CLAUSES: Readonly<Record<ClauseId, Clause>> = catalogue

export const CLAUSE_IDS = Object.keys(CLAUSES) as readonly ClauseId[]

export function isClauseId(text: string): text is ClauseId {
  return Object.hasOwn(CLAUSES, text)
}

/** The clauses that hold for an edition, in catalogue order. */
export function clausesOf(edition: Edition): ClauseId[] {
  return CLAUSE_IDS.filter(id => CLAUSES[id].editions?.includes(edition) ?? true)
}

/** The part of a clause id before the slash. */
export function areaOf(clause: string): string {
  return clause.split('/', 1)[0] ?? clause
}
