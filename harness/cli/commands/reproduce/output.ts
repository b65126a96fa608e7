import pc from 'picocolors'
import { CLAUSES } from '../../../contract/index.ts'
import { SEND_PATH } from '../../../contract/paths.ts'
import { printable, type Verdict } from '../../../diagnosis/index.ts'
import { isAboutGateway, type Recording } from '../../../recording/index.ts'
import {
  checkFirst,
  describeTarget,
  evidenceLines,
  hanging,
  indented,
  rowWidth,
  evidence as shownEvidence,
} from '../../../report/index.ts'
import type { Addresses, ManualStep, StreamState, Tally } from '../../../reproduce/index.ts'
import { playingBackend, wireBytes } from '../../../reproduce/index.ts'
import {
  type DeclaredScenario,
  type GatewayRunSettings,
  type NamedScenario,
  nameOf,
} from '../../../runner/index.ts'
import type { Entry } from '../../../timeline/index.ts'

/** More names than these are counted. */
const MAX_OTHERS = 5

/** What is played, and against whom. */
export function reproHeading(
  scenario: DeclaredScenario,
  settings: GatewayRunSettings,
  edition: string,
): string {
  const { level, sentence } = CLAUSES[scenario.clause]
  const { backend, target } = settings
  const beside =
    backend === undefined
      ? []
      : [
          playingBackend(scenario, settings) === undefined
            ? `backend  the mock one: only a backend that follows a script can play in this scenario`
            : `backend  ${describeTarget(backend.identity)}`,
        ]
  return [
    `${pc.bold(nameOf(scenario))}   ${level}   edition ${edition}`,
    ...indented(sentence, 2),
    `gateway  ${describeTarget(target.identity)}`,
    ...beside,
    '',
  ].join('\n')
}

/** What was played when a timeline was saved, and on whom. */
export function replayHeading(recording: Recording): string {
  const { clause, harness, playedAt, target } = recording
  const parties = isAboutGateway(recording)
    ? { gateway: target, backend: recording.backend }
    : { gateway: undefined, backend: target }
  const { level, sentence } = CLAUSES[clause]
  return [
    `${pc.bold(nameOf(recording))}   ${level}`,
    ...indented(sentence, 2),
    ...Object.entries(parties).flatMap(([party, name]) =>
      name === undefined ? [] : [`${party}  ${printable(name)}`],
    ),
    `saved    ${printable(playedAt)}, by version ${printable(harness)}`,
    '',
  ].join('\n')
}

/** Scenarios that were not asked for by their names. @param command plays a scenario by its name */
export function otherScenariosHint(
  scenario: NamedScenario,
  others: readonly NamedScenario[],
  command: (scenario: string) => string,
): string {
  const shown = others.slice(0, MAX_OTHERS).map(other => `  ${command(nameOf(other))}`)
  const more = others.length - shown.length
  return [
    `This was ${nameOf(scenario)} alone; the others of that name:`,
    ...shown,
    ...(more > 0 ? [`  and ${more} more`] : []),
    '',
  ].join('\n')
}

/** A line of the timeline in lines of the terminal: what fences and programs say steps back, what broke stands out. */
export function timelineLines(line: string, entry: Entry): string[] {
  return evidenceLines(`  ${line}`).map(part => coloured(part, line, entry))
}

function coloured(part: string, line: string, entry: Entry): string {
  switch (entry.kind) {
    case 'log':
    case 'backend-log':
    case 'note':
      return pc.dim(part)
    case 'gateway-exited':
    case 'gateway-shell-exited':
    case 'backend-exited':
    case 'send-failed':
    case 'callback-unanswered':
      return pc.red(part)
    case 'network':
      return entry.breaks ? pc.red(part) : pc.yellow(part)
    default:
      return line.includes('fence#') ? pc.dim(part) : part
  }
}

/** What a play came to. @param evidence all of it, or only what the timeline does not show */
export function formatVerdict(
  scenario: NamedScenario,
  verdict: Verdict | undefined,
  evidence: 'all' | 'what is not in the timeline',
): string {
  const name = pc.bold(nameOf(scenario))
  if (verdict === undefined) return `\n${pc.green('✓')} ${name}   holds\n`
  const { headline, summary } = verdict
  const lines = evidence === 'all' ? verdict.evidence : verdict.evidence.filter(isNoEntry)
  const [expected, others] = [true, false].map(is => lines.filter(line => line.includes('✗') === is))
  return [
    ...(evidence === 'all' ? [] : [...shownEvidence(expected ?? [], 2), '']),
    ...hanging(
      `${pc.red('✗')} `,
      `${name}   ${CLAUSES[scenario.clause].level}   ${pc.bold(headline)}`,
      rowWidth(),
    ),
    ...indented(summary, 2),
    ...(evidence === 'all' ? ['', ...shownEvidence(lines, 2)] : shownEvidence(others ?? [], 2)),
    '',
    ...checkFirst(verdict.check),
    '',
  ].join('\n')
}

/** Neither something that happened at a time, nor the place where such lines were cut. */
function isNoEntry(line: string): boolean {
  return !/^\s*\d+\.\d ms /.test(line) && !/^\s*… \d+ more$/.test(line)
}

/** What crossed the wires, byte for byte. */
export function formatWire(entries: readonly Entry[]): string {
  const lines = wireBytes(entries)
  const title = 'the wire, byte for byte (bodies; a backslash that was sent is doubled):'
  return [
    pc.bold(title),
    ...(lines.length === 0 ? ['nothing crossed it'] : lines).map(line => `  ${line}`),
    '',
  ].join('\n')
}

/** What to look for in what a recipe shows, as a remark at its end. A shell that reads remarks as commands finds no quote in it. */
export function foundLine({ evidence, headline }: Verdict): ManualStep {
  const expected = evidence.find(line => line.includes('✗'))?.replace(/^[^✗]*✗ /, '; ') ?? ''
  const told = `${headline}${expected}`
  return `# look for what was found: ${told.replaceAll(/['`\\]/g, '’').replaceAll('"', '”')}`
}

export function formatManualSteps(lines: readonly ManualStep[], title: string): string {
  if (lines.length === 0) return ''
  return [pc.bold(title), ...lines.map(line => (line.startsWith('#') ? pc.dim(line) : line)), ''].join('\n')
}

const HELD = {
  all: 'everything goes on running',
  backend: 'the backend goes on running',
  gateway: 'the mock gateway goes on running',
} as const

/** What is held, and where it is. @param end how the gateway ended, where it did */
export function formatPaused(
  { callbacks, gateway, sends }: Addresses,
  streams: readonly StreamState[],
  end: string | undefined,
): string {
  const addresses =
    end === undefined
      ? [
          pc.bold(`held: ${HELD.all} until Ctrl-C, and what happens is printed`),
          `  gateway    ${gateway}`,
          `  sends      ${sends}${SEND_PATH}   (a proxy before the gateway, which prints each send)`,
        ]
      : [
          pc.bold(`held: ${HELD.backend} until Ctrl-C, and what happens is printed`),
          `  gateway    none: ${end}`,
        ]
  return [
    ...addresses,
    `  callbacks  ${callbacks}/api/sse/callback   (where the gateway calls the backend)`,
    ...streams.map(streamLine),
    '',
  ].join('\n')
}

/** The same where a backend is judged. @param end how the backend ended, where it did */
export function formatPausedBackend(
  { backend, gateway }: { readonly backend: string; readonly gateway: string },
  streams: readonly StreamState[],
  end: string | undefined,
): string {
  return [
    pc.bold(`held: ${HELD[end === undefined ? 'all' : 'gateway']} until Ctrl-C, and what happens is printed`),
    `  backend    ${end === undefined ? backend : `none: the backend ended with ${end}`}`,
    `  sends      ${gateway}/internal/send   (the mock gateway: what the backend sends there is seen here)`,
    ...streams.map(streamLine),
    '',
  ].join('\n')
}

function streamLine({ request, state, token }: StreamState): string {
  return `  stream     ${printable(request)}   ${printable(state)}   ${token === undefined ? 'without a token' : `token ${printable(token)}`}`
}

/** How often it failed, and in which ways. */
export function formatFailureRate(scenario: NamedScenario, tally: Tally): string {
  const mark = tally.failed === 0 ? pc.green('✓') : pc.red('✗')
  return [
    `${mark} ${pc.bold(nameOf(scenario))}   ${pc.bold(tally.rate)}`,
    ...(tally.failings.length < 2
      ? []
      : tally.failings.map(({ finding, headline, times }) => `  ${times} ×  ${headline} [${finding}]`)),
    '',
  ].join('\n')
}

export function formatNotTestable(scenario: NamedScenario, reason: string): string {
  const [first = '', ...rest] = reason.split('\n').map(printable)
  return [
    ...hanging(`${pc.magenta('?')} `, `${pc.bold(nameOf(scenario))}   not testable: ${first}`),
    ...rest.map(line => `    ${line}`),
    '',
  ].join('\n')
}
