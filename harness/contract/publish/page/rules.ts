import { LEVELS, RULES } from '../../rules.ts'
import { anchor, blocks } from './markdown.ts'

export function rulesSection(): string {
  return blocks(
    '## Rules',
    'The clauses follow from these rules. Where sources differ, this page takes precedence over the README of a gateway, and that README over its behaviour.',
    RULES.map((rule, at) => `${at + 1}. ${anchor(`rule-${at + 1}`)}${rule}`).join('\n'),
    '### MUST and SHOULD',
    Object.entries(LEVELS)
      .map(([level, meaning]) => `- **${level}**: ${meaning}`)
      .join('\n'),
  )
}
