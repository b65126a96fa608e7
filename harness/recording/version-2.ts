import { newNameOf } from '../contract/index.ts'
import { isObject, type Json } from './json-object.ts'

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

/** The last line of version 2: findings and parties have other ids, and a field has another name. */
export function tailOfVersion2(tail: Json): Record<string, unknown> {
  if (!isObject(tail.failure)) return { ...tail }
  const { sleptThrough: eventLoopStalled, ...failure } = tail.failure
  return {
    ...tail,
    failure: {
      ...failure,
      ...(eventLoopStalled === undefined ? {} : { eventLoopStalled }),
      ...(isObject(failure.details) ? { details: withNewIds(failure.details) } : {}),
    },
  }
}

function withNewIds(details: Json): Json {
  const { between } = details
  const [party, what] = newNameOf('findings', `${details.party}/${details.what}`)?.split('/') ?? []
  return {
    ...details,
    ...(what === undefined ? {} : { party, what }),
    ...(Array.isArray(between) ? { between: between.map(each => renamed('parties', each)) } : {}),
  }
}

/** What is no old name stays as it is, for the schema to judge. */
function renamed(kind: 'clauses' | 'matchers' | 'parties', name: unknown): unknown {
  return typeof name === 'string' ? (newNameOf(kind, name) ?? name) : name
}
