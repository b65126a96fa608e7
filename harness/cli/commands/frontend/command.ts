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

// There are few clauses, each is judged on a page of its own, and none is about time itself.
const {
  fast: _fast,
  repeat: _repeat,
  knownFailures: _knownFailures,
  writeKnownFailures: _writeKnownFailures,
  ...judging
} = judgingRows('the clauses about frontends')

const ROWS = {
  page: text('<url>', 'the page as a user opens it, with streams that it opens without a click'),
  edition: withDefault(
    DEFAULT_EDITION,
    '<edition>',
    'the edition of the gateway that the page is a client of',
    oneOf('edition', () => EDITIONS),
  ),
  clientPath: BROWSER_PATH,
  ...judging,
} satisfies Rows

/** What the caller said of the page, and of how it is judged. */
export type FrontendOptions = ValuesOf<typeof ROWS>

export const FRONTEND: CommandDescription<typeof ROWS> = {
  name: 'frontend',
  oldNames: [],
  about: 'Opens a page of the frontend in Chromium or Chrome, and judges the streams that it opens.',
  example: ["--page 'http://localhost:5173/tasks?task_id=42'"],
  rows: ROWS,
  notes: [
    [
      'Streams',
      'those of the page (/api/sse/…) are answered by this program in place of the server of the page, which answers everything else.',
    ],
    JUDGING_EXITS,
  ],
}

/** The command that judges one clause about the same page again. */
export function frontendReproduction(options: FrontendOptions, clause: string): string {
  return typedCommand('frontend', [...flagsAgain(ROWS, options), `--only ${shellWord(clause)}`])
}
