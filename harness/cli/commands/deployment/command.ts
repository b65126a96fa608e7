import { DEFAULT_EDITION, EDITIONS } from '../../../contract/index.ts'
import { oneOf } from '../../options/choice.ts'
import type { CommandDescription } from '../../options/command.ts'
import { flagsAgain } from '../../options/flags-again.ts'
import { BROWSER_PATH } from '../../options/gateway.ts'
import { JUDGING_EXITS } from '../../options/help-notes.ts'
import { judgingRows } from '../../options/judging.ts'
import { type Rows, text, type ValuesOf, withDefault } from '../../options/row.ts'
import { shellWord } from '../../options/shell-words.ts'
import { typedCommand } from '../../options/typed-command.ts'
import { seconds } from '../../options/values.ts'

// Neither is anything here about time itself, nor would a checklist vary from one look to the next.
const { fast: _fast, repeat: _repeat, ...judging } = judgingRows('the points of the checklist')

const OF_PAGE = {
  needs: ['--page'],
  says: '--edition and --client-path are about the page that a browser opens; give --page with them.',
}

const ROWS = {
  url: text('<url>', 'where users reach the system, such as https://staging.example.org'),
  callbackSecret: text('<secret>', 'SSE_CALLBACK_SECRET of the backend: it has to be let in'),
  callbackUrl: text(
    '<url>',
    'the callback endpoint of the backend, where the public URL does not lead to it',
  ),
  healthUrl: text('<url>', 'the readiness of the backend, where the public URL does not lead to it'),
  prometheus: text('<url>', 'the Prometheus that scrapes the backend'),
  page: text('<url>', 'a page of the application that opens streams without a click'),
  edition: withDefault(
    DEFAULT_EDITION,
    '<edition>',
    'the edition of the gateway that the page is a client of',
    oneOf('edition', () => EDITIONS),
    { rules: [OF_PAGE] },
  ),
  clientPath: { ...BROWSER_PATH, rules: [OF_PAGE] },
  heartbeat: withDefault(15, '<seconds>', 'HEARTBEAT_INTERVAL_SECONDS of the gateway', seconds),
  ...judging,
} satisfies Rows

/** What the caller said of the system, and of how it is judged. */
export type DeploymentOptions = ValuesOf<typeof ROWS>

export const DEPLOYMENT: CommandDescription<typeof ROWS> = {
  name: 'deployment',
  oldNames: [],
  about:
    'Goes through the deployment checklist of a system that runs, from outside and without harm to its users.',
  example: ['--url https://staging.example.org'],
  rows: ROWS,
  notes: [
    [
      'Harmless',
      'it opens three streams of its own under random ids and closes no other, needs no test hooks, makes about fifty requests one after another, and contacts only the hosts that it is given.',
    ],
    JUDGING_EXITS,
  ],
}

/** The command that judges one point of the same system again. */
export function deploymentReproduction(options: DeploymentOptions, clause: string): string {
  return typedCommand('deployment', [...flagsAgain(ROWS, options), `--only ${shellWord(clause)}`])
}
