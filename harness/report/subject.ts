import type { BackendIdentity } from '../backend/index.ts'
import { capabilitiesOf, type Edition, type Subject } from '../contract/index.ts'
import type { FrontIdentity } from '../front/index.ts'
import type { TargetIdentity } from '../gateway/index.ts'

/** The edition that a gateway clearly implements, where it is judged by another one. */
export interface LooksLike {
  readonly edition: Edition
  /** The evidence, as a clause about the gateway: `it …`. */
  readonly because: string
  /** The command that judges it by that edition. */
  readonly again: string
}

/** A gateway that was judged, and by what. */
interface GatewaySubject {
  readonly subject?: never
  readonly edition: Edition
  /** Judged as answering pages of other origins, whatever the edition says. */
  readonly cors?: true
  readonly target: TargetIdentity
  /** The backend of scenarios without a script; the mock one by default. */
  readonly backend?: BackendIdentity
  /** The reverse proxy that clients went through; none by default. */
  readonly front?: FrontIdentity
  /** Set when it clearly implements another edition than the one it was judged by. */
  readonly looksLike?: LooksLike
}

/** A backend that was judged. Its requirements do not depend on editions. */
interface BackendSubject {
  readonly subject: 'backend'
  readonly target: BackendIdentity
  /** A Prometheus server scraped it. */
  readonly prometheus?: true
}

/** A page of the frontend that was judged, as the client of a gateway of this edition. */
interface FrontendSubject {
  readonly subject: 'frontend'
  readonly edition: Edition
  readonly target: { readonly name: string; readonly kind: 'url' }
}

/** A system that runs, by its public URL. */
interface DeploymentSubject {
  readonly subject: 'deployment'
  readonly target: { readonly name: string; readonly kind: 'url' }
}

export type RunSubject = GatewaySubject | BackendSubject | FrontendSubject | DeploymentSubject

/** What decides which clauses hold. */
export function subjectOf(judged: RunSubject): Subject {
  if (judged.subject === 'backend') return judged.prometheus === true ? 'scraped-backend' : 'backend'
  if (judged.subject === 'frontend') return { frontend: capabilitiesOf(judged.edition) }
  if (judged.subject === 'deployment') return 'deployment'
  return {
    ...capabilitiesOf(judged.edition),
    ...(judged.cors === true ? { crossOrigin: true } : {}),
    ...(judged.front === undefined ? {} : { front: true }),
    ...(['image', 'dockerfile'].includes(judged.target.kind) ? { container: true } : {}),
  }
}

/** The clauses that it was judged by, e.g. `edition envelope with CORS`. */
export function describeEdition(judged: RunSubject): string {
  if (judged.subject === 'frontend') return `requirements for frontends, edition ${judged.edition}`
  if (judged.subject === 'deployment') return 'the deployment checklist'
  return judged.subject === 'backend'
    ? `requirements for backends${judged.prometheus === true ? ', scraped by Prometheus' : ''}`
    : `edition ${judged.edition}${judged.cors === true ? ' with CORS' : ''}`
}
