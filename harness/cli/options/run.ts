import { type Command, InvalidArgumentError, Option } from 'commander'

/** Seconds. */
const DEFAULT_WAIT_LIMIT = 5

/** What whoever judges says of how: the same for gateways and backends. */
export interface JudgingOptions {
  readonly only: readonly string[]
  /** Clauses and areas that are not judged. */
  readonly except: readonly string[]
  readonly list: boolean
  readonly fast: boolean
  /** A SHOULD clause that fails has failed, and is not only warned of. */
  readonly strict: boolean
  readonly knownFailures?: string
  /** Where a list of everything that fails is drafted. */
  readonly writeKnownFailures?: string
  readonly out?: string
  /** Seconds. */
  readonly waitLimit: number
  /** How often everything is played. */
  readonly repeat: number
}

/** Adds the options that say which clauses are judged, how, and what becomes of it. */
export function addJudgingOptions(command: Command, clauses: string): Command {
  return command
    .addOption(
      new Option('--only <clause|area|file>', 'judge these alone; may be repeated')
        .argParser(list)
        .default([], 'everything'),
    )
    .addOption(
      new Option('--except <clause|area>', 'judge everything but these; may be repeated')
        .argParser(list)
        .default([], 'none'),
    )
    .addOption(new Option('--fast', 'leave out the clauses whose contract is time itself').default(false))
    .addOption(new Option('--strict', 'let a SHOULD clause that fails count like a MUST').default(false))
    .addOption(new Option('--list', `show ${clauses} and stop`).default(false))
    .addOption(new Option('--known-failures <file>', 'clauses that may fail, with reasons (YAML)'))
    .addOption(
      new Option(
        '--write-known-failures <file>',
        'draft such a list of all that fails; it may replace the one given, and no other file',
      ),
    )
    .addOption(new Option('--out <directory>', 'write result.json and junit.xml there'))
    .addOption(
      new Option('--repeat <times>', 'play everything so often, in new orders, and tell what varies')
        .argParser(timesUpTo(1_000))
        .default(1),
    )
    .addOption(waitLimitOption())
}

export function waitLimitOption(): Option {
  return new Option('--wait-limit <seconds>', 'the bound of every wait')
    .argParser(seconds)
    .default(DEFAULT_WAIT_LIMIT)
}

/** The flags that judge in the same way again, but for which clauses. */
export function judgingFlags({ waitLimit, strict }: Pick<JudgingOptions, 'waitLimit' | 'strict'>): {
  first: string[]
  last: string[]
} {
  return {
    first: waitLimit === DEFAULT_WAIT_LIMIT ? [] : [`--wait-limit ${waitLimit}`],
    last: strict ? ['--strict'] : [],
  }
}

export function seconds(text: string): number {
  const value = Number(text)
  if (!(value > 0 && value <= 600))
    throw new InvalidArgumentError('Expected seconds, more than 0 and at most 600.')
  return value
}

/** Reads how often something is to be done. */
export function timesUpTo(most: number): (text: string) => number {
  return text => {
    const value = Number(text)
    if (Number.isInteger(value) && value >= 1 && value <= most) return value
    throw new InvalidArgumentError(`Expected how often, a whole number from 1 to ${most}.`)
  }
}

function list(text: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, text]
}
