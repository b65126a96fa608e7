/** One flag, or the word that a command takes: all that is said of it anywhere. Its key is the flag in camel case. */
export interface Row<Value = unknown> {
  /** How help names the value, such as `<seconds>`; left out for a switch. */
  readonly value?: string
  /** Commands in it are named as npm scripts. */
  readonly about: string
  parse?(text: string, earlier: Value): Value
  /** The value when the flag is left out. */
  readonly initial?: Value
  /** How help names this value. */
  readonly initialText?: string
  readonly rules?: readonly Rule[]
  /** It is printed again only in a command that repeats the whole run, or never; else also where one clause is judged again. */
  readonly again?: 'run' | 'never'
  /** A name that it had. */
  readonly old?: string
  readonly isWord?: true
}

/**
 * A contradiction to other flags. A flag here may have a word after it: the value it has, the beginning of it (`image:`),
 * or the variable that it sets.
 */
type Rule =
  | { readonly needs: readonly string[]; readonly says: string }
  /** `{given}` in the sentence stands for the last word of the flag that was given. */
  | { readonly excludes: readonly string[]; readonly says: string }
  | { refusal(options: Values): string | undefined }

export type Rows = Readonly<Record<string, Row>>
export type Values = Readonly<Record<string, unknown>>

type ValueOf<R> = R extends Row<infer Value> ? Value : never

/** What a command line comes to. */
export type ValuesOf<R extends Rows> = {
  readonly [Key in keyof R as undefined extends ValueOf<R[Key]> ? never : Key]: ValueOf<R[Key]>
} & {
  readonly [Key in keyof R as undefined extends ValueOf<R[Key]> ? Key : never]?: Exclude<
    ValueOf<R[Key]>,
    undefined
  >
}

type More<Value> = Pick<Row<Value>, 'rules' | 'again' | 'old' | 'initialText'>

/** A flag without a value. */
export function toggle(about: string, more: More<boolean> = {}): Row<boolean> {
  return { about, initial: false, ...more }
}

/** A flag with any text as its value. */
export function text(value: string, about: string, more: More<string> = {}): Row<string | undefined> {
  return { value, about, ...more }
}

/** A flag with one value, which need not be given. */
export function optional<Value>(
  value: string,
  about: string,
  parse: (text: string) => Value,
  more: More<Value> = {},
): Row<Value | undefined> {
  return { value, about, parse, ...more }
}

/** A flag with one value. */
export function withDefault<Value>(
  initial: Value,
  value: string,
  about: string,
  parse: (text: string) => Value,
  more: More<Value> = {},
): Row<Value> {
  return { value, about, parse, initial, ...more }
}

/** A flag that may be given several times. */
export function each<Value>(
  value: string,
  about: string,
  parse: (text: string) => Value,
  more: More<readonly Value[]> = {},
): Row<readonly Value[]> {
  return {
    value,
    about: `${about}; may be repeated`,
    parse: (text, earlier) => [...earlier, parse(text)],
    initial: [],
    initialText: 'none',
    ...more,
  }
}

export function flagOf(key: string): string {
  return `--${key.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`
}

/** Whether a value was given that is not the one that holds anyway. @param flag may have a word after it, see {@link Rule} */
export function isGiven(flag: string, rows: Rows, options: Values): boolean {
  const [name = '', word] = flag.split(' ')
  const [key = '', row] = Object.entries(rows).find(([key]) => flagOf(key) === name) ?? []
  const value = options[key]
  if (row === undefined || value === undefined) return false
  if (typeof value === 'object' && value !== null) {
    return word === undefined ? Object.keys(value).length > 0 : Object.hasOwn(value, word)
  }
  if (word?.endsWith(':')) return String(value).startsWith(word)
  return word === undefined ? value !== row.initial : value === word
}

/** The sentence on the first flags that contradict each other. */
export function contradiction(rows: Rows, options: Values): string | undefined {
  for (const [key, { rules = [] }] of Object.entries(rows)) {
    if (!isGiven(flagOf(key), rows, options)) continue
    for (const rule of rules) {
      const sentence = refusal(rule, rows, options)
      if (sentence !== undefined) return sentence
    }
  }
  return undefined
}

function refusal(rule: Rule, rows: Rows, options: Values): string | undefined {
  if ('refusal' in rule) return rule.refusal(options)
  if ('needs' in rule) return rule.needs.some(flag => isGiven(flag, rows, options)) ? undefined : rule.says
  const other = rule.excludes.find(flag => isGiven(flag, rows, options))
  return other === undefined ? undefined : rule.says.replace('{given}', other.replace(/^.* /, ''))
}
