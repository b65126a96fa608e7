import { newNameOf } from '../contract/index.ts'

type Json = Readonly<Record<string, unknown>>

/** The first line as version 2 of the format has it, in the form of this one: its clause by the id that it has now. */
export function headOfVersion2(head: Json): Record<string, unknown> {
  return { ...head, clause: renamed('clauses', head.clause) }
}

/** An entry of version 2: matchers have other names. */
export function entryOfVersion2(entry: Json): Record<string, unknown> {
  return entry.kind === 'expectation'
    ? { ...entry, matcher: renamed('matchers', entry.matcher) }
    : { ...entry }
}

/** The last line of version 2: findings and parties have other ids. */
export function tailOfVersion2(tail: Json): Record<string, unknown> {
  const failure = tail.failure as Json | undefined
  const details = failure?.details as Json | undefined
  return details === undefined
    ? { ...tail }
    : { ...tail, failure: { ...failure, details: withNewIds(details) } }
}

function withNewIds({ between, ...details }: Json): Json {
  const old = `${details.party}/${details.what}`
  const finding = newNameOf('findings', old) ?? old
  const slash = finding.indexOf('/')
  return {
    ...details,
    party: finding.slice(0, slash),
    what: finding.slice(slash + 1),
    ...(between === undefined
      ? {}
      : { between: Array.isArray(between) ? between.map(party => renamed('parties', party)) : between }),
  }
}

/** What is no old name stays as it is, for the schema to judge. */
function renamed(kind: 'clauses' | 'matchers' | 'parties', name: unknown): unknown {
  return typeof name === 'string' ? (newNameOf(kind, name) ?? name) : name
}
