import { LEVELS, RULES } from '../../rules.ts'
import { anchor, blocks } from './markdown.ts'

export function rulesSection(): string {
  return blocks(
    '## Rules',
    'Clauses follow from these; where sources differ, this page goes before the README of a gateway, and that before its behaviour.',
    RULES.map((rule, at) => `${at + 1}. ${anchor(`rule-${at + 1}`)}${rule}`).join('\n'),
    '### MUST and SHOULD',
    Object.entries(LEVELS)
      .map(([level, meaning]) => `- **${level}**: ${meaning}`)
      .join('\n'),
  )
}
