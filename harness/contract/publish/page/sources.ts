import { RULES } from '../../rules.ts'
import { code, prose } from './markdown.ts'

const SECTIONS: Readonly<Record<string, string>> = {
  '"Who talks to whom"': '#who-talks-to-whom',
  '"Payloads"': '#payloads',
  '"Editions"': '#editions',
  '"How the backend behaves"': '#how-the-backend-behaves',
  ConnectionManager: '#connectionmanager',
  TaskService: '#taskservice',
  VersionService: '#versionservice',
}

/** Where a clause comes from, with links to what is on the page itself. */
export function linkedSource(source: string): string {
  return prose(source)
    .replaceAll(/\brule (\d+)/g, (words, number) => link(words, ruleAnchor(Number(number))))
    .replaceAll(/\bcontract, ("[^"]+"|\w+)/g, (words, section) => link(words, SECTIONS[section]))
    .replaceAll(/\bedition ([\w-]+)/g, (_words, edition) => `[edition ${code(edition)}](#editions)`)
    .replaceAll(/\bthe bug report\b/g, words => link(words, 'docs/findings.md#the-bug-report'))
}

/** Where on the page a rule stands, for those that there are. */
function ruleAnchor(number: number): string | undefined {
  return RULES[number - 1] === undefined ? undefined : `#rule-${number}`
}

function link(words: string, target: string | undefined): string {
  return target === undefined ? words : `[${words}](${target})`
}
