import pc from 'picocolors'
import type { TargetIdentity } from '../gateway/index.ts'
import type { Finding, Placement, State } from '../probe/index.ts'
import { describeTarget } from '../report/identity.ts'

/** What a probe found, for machines. */
export interface ProbeResult extends Placement {
  readonly schemaVersion: 1
  readonly target: TargetIdentity
  readonly findings: readonly Finding[]
  /** The command of a gate for each of the nearest editions. */
  readonly gates: readonly string[]
}

const MARKS: Readonly<Record<State, string>> = {
  present: pc.green('✓'),
  absent: pc.dim('-'),
  broken: pc.yellow('!'),
  'not-seen': pc.magenta('?'),
}

const WIDTH = 108

/** What stands above the findings: who is looked at. */
export function probeHeading(target: TargetIdentity): string {
  return `${pc.bold('SSE gateway probe')}\ntarget   ${describeTarget(target)}\n`
}

/** What was found, with its evidence, and which edition that is. */
export function probeReport({ findings, sentence, gates }: ProbeResult): string {
  return [
    ...findings.flatMap(lines),
    '',
    ...folded('edition  ', `${sentence}.`).map((line, number) => (number === 0 ? pc.bold(line) : line)),
    ...gates.map((gate, number) => `${number === 0 ? 'gate     ' : '         '}${gate}`),
    '',
  ].join('\n')
}

function lines({ capability, state, sentence, evidence }: Finding): string[] {
  const words = state.replace('-', ' ').padEnd(9)
  return [
    ...folded(`${MARKS[state]} ${capability.padEnd(20)} ${words} `, sentence, 33),
    ...evidence.map(line => `    ${pc.dim(line)}`),
  ]
}

/** @param indent columns of the first line's label, where it holds escapes */
function folded(label: string, text: string, indent = label.length): string[] {
  const folded: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + word.length >= WIDTH) {
      folded.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...folded, line].map((part, number) => `${number === 0 ? label : ' '.repeat(indent)}${part}`)
}
