import type { Node, YAMLMap } from 'yaml'
import {
  CLAUSE_IDS,
  CLAUSES,
  type ClauseId,
  clausesOf,
  editionsOf,
  isAboutBackend,
  isAboutDeployment,
  isClauseId,
  renamedClause,
} from '../../contract/index.ts'
import { quoted } from '../../diagnosis/index.ts'
import { didYouMean } from '../../util/did-you-mean.ts'
import type { KnownFailure, RunTarget } from './known-failure.ts'

type Yaml = typeof import('yaml')

/** An error at the line of a node, or of the entry. */
type Mistake = (sentence: string, node?: Node) => Error

const EXPECTED = {
  clause: 'the id of a clause',
  reason: 'text that says why the clause may fail',
  link: 'text that names the issue, such as its URL',
  expires: 'the last valid day as YYYY-MM-DD, such as 2027-03-31',
} as const

type Field = keyof typeof EXPECTED

const FIELDS = Object.keys(EXPECTED) as readonly Field[]

/** Reads one entry of a list of known failures. */
export function readEntry(yaml: Yaml, entry: YAMLMap, stated: RunTarget, mistake: Mistake): KnownFailure {
  const fields = new Map<Field, { text: string; node: Node }>()
  for (const { key, value } of entry.items) {
    const at = yaml.isNode(key) ? key : entry
    const name = yaml.isScalar(key) ? String(key.value) : '?'
    if (!isField(name)) {
      throw mistake(
        `unknown field ${quoted(name)}${didYouMean(name, FIELDS)}; expected clause, reason, link and expires; rename it or take it out.`,
        at,
      )
    }
    fields.set(name, { text: textOf(yaml, name, value, sentence => mistake(sentence, at)), node: at })
  }
  const [clause, reason] = [fields.get('clause'), fields.get('reason')]
  if (clause === undefined) throw mistake('the entry names no clause; expected its id; add "clause:".')
  const id = clauseNamed(clause.text, stated, sentence => mistake(sentence, clause.node))
  if (reason === undefined) {
    throw mistake(`${id} has no reason; expected ${EXPECTED.reason}; add "reason:".`)
  }
  const [link, expires] = [fields.get('link'), fields.get('expires')]
  if (expires !== undefined && !isDay(expires.text)) {
    const what = /^\d{4}-\d\d-\d\d$/.test(expires.text)
      ? 'which is not in the calendar'
      : 'which is not a date in that form'
    throw mistake(
      `"expires" is ${quoted(expires.text)}, ${what}; expected ${EXPECTED.expires}; correct it or take it out.`,
      expires.node,
    )
  }
  return {
    clause: id,
    reason: reason.text,
    ...(link === undefined ? {} : { link: link.text }),
    ...(expires === undefined ? {} : { expires: expires.text }),
  }
}

function isField(name: string): name is Field {
  return (FIELDS as readonly string[]).includes(name)
}

function textOf(yaml: Yaml, name: Field, node: unknown, mistake: Mistake): string {
  const expected = EXPECTED[name]
  if (!yaml.isScalar(node) && node !== null) {
    const kind = yaml.isMap(node) ? 'a map' : yaml.isSeq(node) ? 'a list' : 'a reference'
    throw mistake(`"${name}" is ${kind}; expected ${expected}; write it as one text.`)
  }
  // YAML 1.1 has dates of its own.
  const value = node?.value instanceof Date ? node.source : node?.value
  if (value === null || value === undefined || (typeof value === 'string' && value.trim() === '')) {
    throw mistake(`"${name}" is empty; expected ${expected}; fill it in.`)
  }
  if (typeof value !== 'string') {
    const what = name === 'expires' ? 'write it in full' : 'put it in quotes'
    throw mistake(`"${name}" is the ${typeof value} ${String(value)}; expected ${expected}; ${what}.`)
  }
  return value.trim()
}

/** The commands that judge each party. */
const COMMANDS = { gateway: 'gate', backend: 'backend', deployment: 'deployment' } as const

function clauseNamed(text: string, stated: RunTarget, mistake: Mistake): ClauseId {
  if (!isClauseId(text)) {
    const renamed = renamedClause(text)
    if (renamed !== undefined) throw mistake(renamed)
    throw mistake(
      `there is no clause ${quoted(text)}${didYouMean(text, CLAUSE_IDS)}; expected one that --list shows; correct it or take the entry out.`,
    )
  }
  if (clausesOf(typeof stated === 'string' ? stated : stated.capabilities).includes(text)) return text
  const about = isAboutBackend(text) ? 'backend' : isAboutDeployment(text) ? 'deployment' : 'gateway'
  if (typeof stated === 'string') {
    const party = stated === 'deployment' ? stated : 'backend'
    if (about === party) {
      throw mistake(
        `the clause ${text} is judged only where Prometheus scrapes the backend; add --prometheus, or take the entry out.`,
      )
    }
    throw mistake(
      `the clause ${text} is about a ${about}; expected a list for a ${party}; take the entry out, or give it to npm run ${COMMANDS[about]}.`,
    )
  }
  if (about !== 'gateway') {
    throw mistake(
      `the clause ${text} is about a ${about}; expected a list for a gateway; take the entry out, or give it to npm run ${COMMANDS[about]}.`,
    )
  }
  const { edition } = stated
  const editions = editionsOf(text).join(' and ')
  const flag = CLAUSES[text].requires?.crossOrigin === true ? '--cors or ' : ''
  throw mistake(
    `the edition ${edition} does not have the clause ${text}; expected a list for this edition; take the entry out, or judge with ${flag}--edition ${editions}.`,
  )
}

/** Whether it is a day that the calendar has, as `YYYY-MM-DD`. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
