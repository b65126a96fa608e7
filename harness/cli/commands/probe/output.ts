import pc from 'picocolors'
import type { TargetIdentity } from '../../../gateway/index.ts'
import type { EditionMatch, Finding, State } from '../../../probe/index.ts'
import { describeTarget, hanging, evidence as shownEvidence } from '../../../report/index.ts'

/** What a probe found, for machines. */
export interface ProbeResult extends EditionMatch {
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

/** What stands above the findings: who is looked at. */
export function probeHeading(target: TargetIdentity): string {
  return `${pc.bold('SSE gateway probe')}\ntarget   ${describeTarget(target)}\n`
}

/** What was found, with its evidence, and which edition that is. */
export function probeReport({ findings, sentence, gates }: ProbeResult): string {
  return [
    ...findings.flatMap(lines),
    '',
    ...hanging(pc.bold('edition  '), pc.bold(`${sentence}.`)),
    ...gates.map((gate, number) => `${number === 0 ? 'gate     ' : '         '}${gate}`),
    '',
  ].join('\n')
}

function lines({ capability, state, sentence, evidence }: Finding): string[] {
  const words = state.replace('-', ' ').padEnd(9)
  return [
    ...hanging(`${MARKS[state]} ${capability.padEnd(20)} ${words} `, sentence),
    ...shownEvidence(evidence, 4),
  ]
}
