import { join } from 'node:path'
import pc from 'picocolors'
import { areaOf, CLAUSE_IDS, CLAUSES, clausesOf, isAboutBackend } from '../../contract/index.ts'
import { printable } from '../../diagnosis/index.ts'
import { evidenceLines, hanging, indented, rowWidth } from '../../util/wrap-text.ts'
import type { ClauseResult, RunResult } from '../result.ts'
import { measureOf, type RunSubject, subjectOf } from '../subject.ts'
import { describeTarget, type Identity, shortNameOf } from '../target-description.ts'
import { inNumber } from '../wording.ts'
import { AREA_HEADING, areaLine, MARKS } from './area-lines.ts'
import { editionNotice, failuresOfOneCause, oneCauseStory } from './edition-notice.ts'
import { exceptFlags } from './except-hint.ts'
import { failingOf, failureList } from './failure-list.ts'

/** What stands above a run: who is judged, and by what. */
export function heading(judged: RunSubject): string {
  const { target } = judged
  const scope = pc.dim(`(${scopeOf(judged)})`)
  const lines =
    judged.subject === 'backend'
      ? [
          ...hanging(`${pc.bold('SSE backend conformance')}  `, `${measureOf(judged)} ${scope}`),
          ...hanging('backend  ', describeTarget(target), rowWidth()),
        ]
      : [
          ...hanging(`${pc.bold('SSE gateway conformance')}  `, `${measureOf(judged)} ${scope}`),
          ...hanging('target   ', describeTarget(target), rowWidth()),
          ...besideIt(judged.backend),
        ]
  return `${lines.join('\n')}\n`
}

/** How many clauses there are to judge by, e.g. `129 of the 142 clauses about gateways are about it`. */
function scopeOf(judged: RunSubject): string {
  const hold = clausesOf(subjectOf(judged)).length
  if (judged.subject === 'backend') return inNumber(hold, 'clause')
  const all = CLAUSE_IDS.filter(id => !isAboutBackend(id)).length
  return hold === all
    ? `all ${all} clauses about gateways`
    : `${hold} of the ${all} clauses about gateways are about it`
}

function besideIt(backend: Identity | undefined): string[] {
  return backend === undefined
    ? []
    : hanging(
        'backend  ',
        `${describeTarget(backend)}; scenarios that need a script play on the mock one`,
        rowWidth(),
      )
}

/** How much is shown. */
interface Detail {
  /** All of it, also of what has one cause. */
  readonly allEvidence?: boolean
  /** The directory that the report is written to, absolute. */
  readonly out?: string | undefined
  /** The areas whose lines have been told. */
  readonly told?: ReadonlySet<string>
}

function whereEvidenceIs({ out }: Detail): string {
  return out === undefined
    ? 'Their evidence: --all-evidence prints it, --out <directory> writes it.'
    : `Their evidence is in ${printable(join(out, 'result.json'))}; --all-evidence prints it.`
}

/** The whole outcome: a line for each area that is in order, the full story of what is not. */
export function outcome(result: RunResult, detail: Detail = {}): string {
  const looksLike = result.subject === 'backend' ? undefined : result.looksLike
  const folded = detail.allEvidence ? [] : failuresOfOneCause(result)
  const { told = new Set() } = detail
  const areas = [...Map.groupBy(result.clauses, ({ id }) => areaOf(id))]
    .filter(([area, clauses]) => !told.has(area) && clauses.some(({ status }) => status !== 'left-out'))
    .map(([area, clauses]) => areaLine(area, clauses))
  return [
    ...(areas.length === 0 ? [] : [...(told.size === 0 ? [AREA_HEADING] : []), ...areas]),
    '',
    ...(looksLike === undefined || folded.length === 0
      ? []
      : oneCauseStory(folded, looksLike, whereEvidenceIs(detail))),
    ...result.clauses.flatMap(clause => (folded.includes(clause) ? [] : story(clause))),
    ...untestable(result.clauses),
    ...(result.environment.interruptedBy === undefined ? acceptance(result.clauses) : []),
    ...varying(result),
    ...failureList(result.clauses.filter(clause => !folded.includes(clause))),
    ...leftOut(result.clauses),
    ...(looksLike === undefined || result.subject === 'backend'
      ? []
      : [editionNotice(looksLike, result.edition)]),
    ending(result),
    '',
  ].join('\n')
}

function story(clause: ClauseResult): string[] {
  const { id, level, status, verdict, reason, reproduce, link, expires } = clause
  if (status === 'passed' || status === 'left-out' || status === 'not-testable') return []
  const mark = MARKS[status]
  if (status === 'known-failure') {
    const until = expires === undefined ? '' : ` until ${expires}`
    const followed = link === undefined ? '' : ` (${printable(link)})`
    return [
      ...hanging(`${mark} `, `${id}   known failure${until}: ${printable(reason ?? '')}${followed}`),
      ...indented(`${failingOf(clause)}: ${verdict?.headline ?? ''}`, 4),
      '',
    ]
  }
  if (verdict === undefined) {
    return [
      ...hanging(`${mark} `, `${pc.bold(id)}   ${level}   ${status}: ${printable(reason ?? '')}`, rowWidth()),
      '',
    ]
  }
  const failing = clause.scenarios.filter(({ state }) => state === 'failed')
  const others =
    failing.length > 1
      ? [`${failingOf(clause)}; this is the first: ${printable(failing[0]?.name ?? '')}`]
      : []
  return [
    ...hanging(`${mark} `, `${pc.bold(id)}   ${level}   ${pc.bold(verdict.headline)}`, rowWidth()),
    ...indented(`owed: ${CLAUSES[id].sentence}`, 2),
    ...(status === 'stale' ? indented(`stale: ${printable(reason ?? '')}`, 2) : []),
    ...indented(verdict.summary, 2),
    ...others.flatMap(line => indented(line, 2)),
    '',
    ...evidence(verdict.evidence, 2),
    '',
    ...checkFirst(verdict.check),
    ...(reproduce === undefined ? [] : [`  reproduce:  ${reproduce}`]),
    '',
  ]
}

/** The first thing to check, in lines. */
export function checkFirst(check: string): string[] {
  return hanging('  check first:  ', printable(check))
}

/** Lines of evidence as they are shown. @param indent columns before each */
export function evidence(lines: readonly string[], indent: number): string[] {
  return lines.flatMap(line => {
    const shown = evidenceLines(`${' '.repeat(indent)}${line}`)
    return shown.map(part => (line.includes('✗') ? pc.red(part) : pc.dim(part)))
  })
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
    return [
      ...hanging(`${MARKS['not-testable']} `, `${who}   not testable: ${why}`),
      ...quotation.flatMap(line => hanging('    ', line, rowWidth(), true)),
      '',
    ]
  })
}

/** How a run of what can be judged is asked for. */
function acceptance(clauses: readonly ClauseResult[]): string[] {
  const flags = exceptFlags(clauses)
  if (flags.length === 0) return []
  return [...hanging(`${MARKS['not-testable']} `, `to judge the others alone, add ${flags.join(' ')}`), '']
}

/** What did not come out the same every time, with what was seen either way. */
function varying({ repeated = 1, variations = [] }: RunResult): string[] {
  if (repeated === 1) return []
  if (variations.length === 0)
    return [`${pc.green('=')} played ${repeated} times, in ${repeated} orders: no result varies`, '']
  return variations.flatMap(({ name, times, runs, verdict, passed }) => [
    `${pc.magenta('≠')} ${pc.bold(printable(name))}   its result varies: ${Object.entries(times)
      .map(([state, number]) => `${state.replace('-', ' ')} ${number === 1 ? 'once' : `${number} times`}`)
      .join(', ')} (it did not pass in run ${runs.join(', ')})`,
    ...(verdict === undefined
      ? []
      : ['  when it failed:', `    ${verdict.headline}`, ...evidence(verdict.evidence, 4)]),
    ...(passed === undefined ? [] : ['  when it passed:', ...evidence(passed, 4)]),
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
  return clauses.length > 6 ? inNumber(clauses.length, 'clause') : clauses.map(({ id }) => id).join(', ')
}

function leftOut(clauses: readonly ClauseResult[]): string[] {
  const reasons = Map.groupBy(
    clauses.filter(({ status }) => status === 'left-out'),
    ({ leftOutBy, reason }) => `${reason} (${leftOutBy})`,
  )
  const lines = [...reasons].flatMap(([reason, group]) =>
    hanging(`${MARKS['left-out']} `, `left out, ${reason}: ${names(group)}`, rowWidth()),
  )
  return lines.length === 0 ? [] : [...lines, '']
}

/** Those of the list that a gateway has to keep: the run does not fail for them, and yet they are owed. */
function mustIn(clauses: readonly ClauseResult[]): string {
  const listed = clauses.filter(({ status }) => status === 'known-failure')
  const must = listed.filter(({ level }) => level === 'MUST').length
  return must === 0 ? '' : must === listed.length ? ' (all MUST)' : ` (${must} of them MUST)`
}

function ending({ clauses, counts, conforms, environment, exitCode, target }: RunResult): string {
  const tally = [
    [counts.passed, 'passed'],
    [counts.failed, 'failed'],
    [counts.knownFailures, `known to fail${mustIn(clauses)}`],
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
        ? pc.green(
            judged === all ? 'conforms' : `conforms in the ${judged} of ${inNumber(all, 'clause')} judged`,
          )
        : exitCode === 3
          ? pc.magenta('not testable')
          : pc.red('does not conform')
  const who = shortNameOf(target)
  const whose =
    conforms && target.kind === 'reference' ? ' (no gateway of yours was judged; name it with --gateway)' : ''
  return hanging(
    '',
    `${pc.bold(verdict)}  ${who}${whose}: of ${inNumber(all, 'clause')} ${tally}; ${seconds} s`,
    rowWidth(),
  ).join('\n')
}
