import { SAVED_WHICH } from '../../session/run-settings.ts'
import { oneOf } from './choice.ts'
import { type Rows, text, type ValuesOf, withDefault } from './row.ts'

/** Says which timelines of a run are saved, and where. */
export const TIMELINES = {
  saveTimelines: text(
    '<directory>',
    'replace what is there by the timeline of each scenario that fails, but for one of more than 40 MiB;\n' +
      'npm run reproduce -- --replay <file> judges one again',
    { again: 'run' },
  ),
  saveTimelinesOf: withDefault(
    'failed',
    `<${SAVED_WHICH.join('|')}>`,
    'the scenarios whose timelines are saved: those that fail, without or with the known failures, or all',
    oneOf('choice of timelines', () => SAVED_WHICH),
    {
      again: 'run',
      rules: [
        {
          needs: ['--save-timelines'],
          says: '--save-timelines-of goes with --save-timelines, which says where they are saved.',
        },
      ],
    },
  ),
} satisfies Rows

export type TimelineOptions = ValuesOf<typeof TIMELINES>
