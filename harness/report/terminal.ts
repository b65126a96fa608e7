import { join } from 'node:path'
import pc from 'picocolors'
import { areaOf, CLAUSES } from '../contract/index.ts'
import { printable } from '../verdict/index.ts'
import { exceptFlags } from './accept-untestable.ts'
import { editionNotice, failuresOfOneCause, oneCauseStory } from './edition-notice.ts'
import { describeTarget, type Identity } from './identity.ts'
import { type Judged, measureOf } from './judged.ts'
import { failingOf, redList } from './red-list.ts'
import type { ClauseResult, GateResult } from './result.ts'
import { wrap } from './wrap.ts'

/** What stands above a run: who is judged, and by what. */
export function heading(judged: Judged): string {
  const { target } = judged
  return judged.subject === 'backend'
    ? `${pc.bold('SSE backend conformance')}  ${measureOf(judged)}\nbackend  ${describeTarget(target)}\n`
    : `${pc.bold('SSE gateway conformance')}  ${measureOf(judged)}\ntarget   ${describeTarget(target)}${besideIt(judged.backend)}\n`
}

function besideIt(backend: Identity | undefined): string {
  return backend === undefined
    ? ''
    : `\nbackend  ${describeTarget(backend)}; scenarios that need a script play on the mock one`
}

/** How much is shown of what has one cause. */
interface Detail {
  /** All of it. */
  readonly allEvidence?: boolean
  /** The directory that the report is written to, absolute. */
  readonly out?: string | undefined
}

function whereEvidenceIs({ out }: Detail): string {
  return out === undefined
    ? 'Their evidence: --all-evidence prints it, --out <directory> writes it.'
    : `Their evidence is in ${printable(join(out, 'result.json'))}; --all-evidence prints it.`
}

/** The whole outcome: a line for each area that is in order, the full story of what is not. */
export function outcome(result: GateResult, detail: Detail = {}): string {
  const looksLike = result.subject === 'backend' ? undefined : result.looksLike
  const folded = detail.allEvidence ? [] : failuresOfOneCause(result)
  const areas = Map.groupBy(result.clauses, ({ id }) => areaOf(id))
  return [
    ...[...areas]
      .filter(([, clauses]) => clauses.some(({ status }) => status !== 'left-out'))
      .map(([area, clauses]) => areaLine(area, clauses)),
    '',
    ...(looksLike === undefined || folded.length === 0
      ? []
      : oneCauseStory(folded, looksLike, whereEvidenceIs(detail))),
    ...result.clauses.flatMap(clause => (folded.includes(clause) ? [] : story(clause))),
    ...untestable(result.clauses),
    ...(result.environment.interruptedBy === undefined ? acceptance(result.clauses) : []),
    ...varying(result),
    ...redList(result.clauses.filter(clause => !folded.includes(clause))),
    ...leftOut(result.clauses),
    ...(looksLike === undefined || result.subject === 'backend'
      ? []
      : [editionNotice(looksLike, result.edition)]),
    ending(result),
    '',
  ].join('\n')
}

const MARKS = {
  passed: pc.green('✓'),
  failed: pc.red('✗'),
  stale: pc.red('✗'),
  warning: pc.yellow('!'),
  'known-failure': pc.yellow('~'),
  'not-testable': pc.magenta('?'),
  'left-out': pc.dim('-'),
} as const

const SEVERITY = [
  'failed',
  'stale',
  'not-testable',
  'warning',
  'known-failure',
  'passed',
  'left-out',
] as const

function areaLine(area: string, clauses: readonly ClauseResult[]): string {
  const worst = SEVERITY.find(status => clauses.some(clause => clause.status === status)) ?? 'passed'
  const tally = SEVERITY.map(
    status => [status, clauses.filter(clause => clause.status === status).length] as const,
  )
    .filter(([, number]) => number > 0)
    .map(([status, number]) => `${number} ${status.replace('-', ' ')}`)
    .join(', ')
  const scenarios = clauses
    .flatMap(clause => clause.scenarios)
    .filter(({ state }) => state !== 'left-out').length
  const milliseconds = clauses.reduce((sum, clause) => sum + clause.durationMs, 0)
  return `${MARKS[worst]} ${area.padEnd(18)}${tally.padEnd(33)} ${pc.dim(`${scenarios} ${scenarios === 1 ? 'scenario ' : 'scenarios'}  ${milliseconds.toFixed(0)} ms`)}`
}

function story(clause: ClauseResult): string[] {
  const { id, level, status, verdict, reason, reproduce, link, expires } = clause
  if (status === 'passed' || status === 'left-out' || status === 'not-testable') return []
  const mark = MARKS[status]
  if (status === 'known-failure') {
    const until = expires === undefined ? '' : ` until ${expires}`
    const followed = link === undefined ? '' : ` (${printable(link)})`
    return [
      `${mark} ${id}   known failure${until}: ${printable(reason ?? '')}${followed}`,
      `    ${failingOf(clause)}: ${verdict?.headline ?? ''}`,
      '',
    ]
  }
  if (verdict === undefined) {
    return [`${mark} ${pc.bold(id)}   ${level}   ${status}: ${printable(reason ?? '')}`, '']
  }
  const failing = clause.scenarios.filter(({ state }) => state === 'failed')
  const others =
    failing.length > 1
      ? [`  ${failingOf(clause)}; this is the first: ${printable(failing[0]?.name ?? '')}`]
      : []
  return [
    `${mark} ${pc.bold(id)}   ${level}   ${pc.bold(verdict.headline)}`,
    ...wrap(`owed: ${CLAUSES[id].sentence}`, 108).map(line => `  ${line}`),
    ...(status === 'stale' ? wrap(`stale: ${printable(reason ?? '')}`, 108).map(line => `  ${line}`) : []),
    ...wrap(verdict.summary, 108).map(line => `  ${line}`),
    ...others,
    '',
    ...verdict.evidence.map(line => `  ${line.includes('✗') ? pc.red(line) : pc.dim(line)}`),
    '',
    ...checkFirst(verdict.check),
    ...(reproduce === undefined ? [] : [`  reproduce:  ${reproduce}`]),
    '',
  ]
}

/** The first thing to check, in lines. */
export function checkFirst(check: string): string[] {
  const [first = '', ...rest] = wrap(printable(check), 94)
  return [`  check first:  ${first}`, ...rest.map(line => `                ${line}`)]
}

/**
 * One reason usually makes everything untestable, so it is told once. Its first line is the reason, but for a port that
 * every worker has of its own; what follows quotes a process, where it was read in time, and one quotation stands for
 * all.
 */
function untestable(clauses: readonly ClauseResult[]): string[] {
  const reasons = Map.groupBy(
    clauses.filter(({ status }) => status === 'not-testable'),
    ({ reason = '' }) => essenceOf(reason),
  )
  return [...reasons.values()].flatMap(group => {
    const told = group.find(({ reason }) => reason?.includes('\n')) ?? group[0]
    const [why = '', ...quotation] = (told?.reason ?? '').split('\n').map(printable)
    const who = group.length === 1 ? `${pc.bold(group[0]?.id ?? '')}   ${group[0]?.level}` : names(group)
    const [first = '', ...rest] = wrap(`${who}   not testable: ${why}`, 106)
    return [`${MARKS['not-testable']} ${first}`, ...[...rest, ...quotation].map(line => `    ${line}`), '']
  })
}

/** How a run of what can be judged is asked for. */
function acceptance(clauses: readonly ClauseResult[]): string[] {
  const flags = exceptFlags(clauses)
  if (flags.length === 0) return []
  const [first = '', ...rest] = wrap(`to judge the others alone, add ${flags.join(' ')}`, 106)
  return [`${MARKS['not-testable']} ${first}`, ...rest.map(line => `    ${line}`), '']
}

/** What did not come out the same every time, with what was seen either way. */
function varying({ repeated = 1, variations = [] }: GateResult): string[] {
  if (repeated === 1) return []
  if (variations.length === 0)
    return [`${pc.green('=')} played ${repeated} times, in ${repeated} orders: no result varies`, '']
  return variations.flatMap(({ name, times, runs, verdict, passed }) => [
    `${pc.magenta('≠')} ${pc.bold(printable(name))}   its result varies: ${Object.entries(times)
      .map(([state, number]) => `${state.replace('-', ' ')} ${number === 1 ? 'once' : `${number} times`}`)
      .join(', ')} (it did not pass in run ${runs.join(', ')})`,
    ...(verdict === undefined
      ? []
      : [
          '  when it failed:',
          `    ${verdict.headline}`,
          ...verdict.evidence.map(line => `    ${pc.dim(line)}`),
        ]),
    ...(passed === undefined ? [] : ['  when it passed:', ...passed.map(line => `    ${pc.dim(line)}`)]),
    '',
  ])
}

function essenceOf(reason: string): string {
  const [first = ''] = reason.split('\n', 1)
  return first
    .replace(/ (Its last words:|It printed nothing\.)$/, '')
    .replace(/(?<=\/\/127\.0\.0\.1:)\d+/g, '…')
}

function names(clauses: readonly ClauseResult[]): string {
  return clauses.length > 6 ? `${clauses.length} clauses` : clauses.map(({ id }) => id).join(', ')
}

function leftOut(clauses: readonly ClauseResult[]): string[] {
  const reasons = Map.groupBy(
    clauses.filter(({ status }) => status === 'left-out'),
    ({ leftOutBy, reason }) => `${reason} (${leftOutBy})`,
  )
  const lines = [...reasons].map(
    ([reason, group]) => `${MARKS['left-out']} left out, ${reason}: ${names(group)}`,
  )
  return lines.length === 0 ? [] : [...lines, '']
}

const BUNDLED: Readonly<Record<string, string>> = {
  reference: 'bundled reference gateway',
  mock: 'bundled mock backend',
}

function ending({ counts, conforms, environment, exitCode, target }: GateResult): string {
  const tally = [
    [counts.passed, 'passed'],
    [counts.failed, 'failed'],
    [counts.knownFailures, 'known to fail'],
    [counts.stale, 'stale'],
    [counts.warnings, 'warned of'],
    [counts.notTestable, 'not testable'],
    [counts.leftOut, 'left out'],
  ]
    .filter(([number]) => number !== 0)
    .map(([number, what]) => `${number} ${what}`)
    .join(', ')
  const seconds = (environment.durationMs / 1000).toFixed(1)
  const all = Object.values(counts).reduce((sum, n) => sum + n, 0)
  const judged = all - counts.leftOut - counts.notTestable
  const verdict =
    environment.interruptedBy !== undefined
      ? pc.magenta(`interrupted by ${environment.interruptedBy}`)
      : conforms
        ? pc.green(judged === all ? 'conforms' : `conforms in the ${judged} of ${all} clauses judged`)
        : exitCode === 3
          ? pc.magenta('not testable')
          : pc.red('does not conform')
  const who = BUNDLED[target.kind] ?? printable(target.name)
  const whose =
    conforms && target.kind === 'reference' ? ' (no gateway of yours was judged; name it with --gateway)' : ''
  return `${pc.bold(verdict)}  ${who}${whose}: of ${all} clauses ${tally}; ${seconds} s`
}
