import { each, type Rows, text, toggle, type ValuesOf, withDefault } from './row.ts'
import { seconds, timesUpTo } from './values.ts'

export const timeout = withDefault(5, '<seconds>', 'the bound of every wait', seconds, {
  old: '--wait-limit',
})

/**
 * Says which clauses are judged, how, and where the result goes.
 * @param clauses those that there are, in words
 */
export function judgingRows(clauses: string) {
  return {
    only: each('<clause|area|file>', 'judge these alone', text => text, {
      initialText: 'everything',
      again: 'run',
    }),
    except: each('<clause|area>', 'judge everything but these', text => text, { again: 'run' }),
    fast: toggle('skip the clauses that measure wall-clock time', { again: 'run' }),
    list: toggle(`show ${clauses} and stop`, { again: 'never' }),
    knownFailures: text('<file>', 'clauses that may fail, with reasons (YAML)', { again: 'run' }),
    writeKnownFailures: text(
      '<file>',
      'draft such a list of all that fails; it may replace the one given, and no other file',
      { again: 'never' },
    ),
    out: text('<directory>', 'write result.json and junit.xml there', { again: 'run' }),
    repeat: withDefault(
      1,
      '<times>',
      'play everything so often, in new orders, and tell what varies',
      timesUpTo(1_000),
      { again: 'never' },
    ),
    timeout,
    strict: toggle('let a SHOULD clause that fails count like a MUST'),
  } satisfies Rows
}

export type JudgingOptions = ValuesOf<ReturnType<typeof judgingRows>>
