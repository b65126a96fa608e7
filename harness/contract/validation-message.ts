/** Where a value falls short of its schema. */
export interface Shortfall {
  /** What the value is, for a shortfall of the whole: `connect callback`. */
  readonly title: string
  /** The keys and indices that lead to the part that falls short. */
  readonly path: readonly (string | number)[]
  /** The keyword of the schema that is not met, and what it asks for. */
  readonly keyword: string
  readonly asked: unknown
  readonly found: unknown
}

type Wording = (found: unknown, asked: unknown) => string

const WORDINGS: ReadonlyMap<string, Wording> = new Map<string, Wording>([
  ['type', (found, asked) => `is ${shown(found)}; expected ${either([asked].flat().map(kind))}`],
  ['const', (found, asked) => `is ${shown(found)}; expected ${word(asked)}`],
  ['enum', (found, asked) => `is ${shown(found)}; expected ${either([asked].flat().map(word))}`],
  ['minLength', () => 'is empty'],
  ['minimum', (found, asked) => `is ${shown(found)}; expected ${asked} or more`],
])

/** Whether a phrase can be made for this keyword. Other keywords only say that something below them falls short. */
export function hasWording(keyword: string): boolean {
  return keyword === 'required' || WORDINGS.has(keyword)
}

/** A shortfall in one phrase that begins with where it is. */
export function phraseFor({ title, path, keyword, asked, found }: Shortfall): string {
  if (keyword === 'required') return `${place(title, [...path, missingKey(found, asked)])} is missing`
  const wording = WORDINGS.get(keyword)?.(found, asked) ?? `does not meet ${keyword}`
  return `${place(title, path)} ${wording}`
}

function missingKey(found: unknown, asked: unknown): string {
  const keys = asked as readonly string[]
  return keys.find(key => !Object.hasOwn(found as object, key)) ?? ''
}

function place(title: string, path: readonly (string | number)[]): string {
  if (path.length === 0) return `the ${title}`
  return path.map(step).join('').replace(/^\./, '')
}

function step(key: string | number): string {
  if (typeof key === 'number') return `[${key}]`
  return /^[a-z_][\w-]{0,40}$/i.test(key) ? `.${key}` : `[${shown(key)}]`
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a string',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  object: 'an object',
  array: 'a list',
}

function kind(type: unknown): string {
  return KINDS[String(type)] ?? String(type)
}

function word(value: unknown): string {
  return typeof value === 'string' && /^[\w-]+$/.test(value) ? value : JSON.stringify(value)
}

const SHOWN_CHARACTERS = 40

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  if (typeof value !== 'string') return String(value)
  // By code points, so that no character is cut in half.
  const text = [...value.slice(0, 2 * SHOWN_CHARACTERS)]
  const start = text.slice(0, SHOWN_CHARACTERS).join('')
  return start.length < value.length ? `${JSON.stringify(start)}…` : JSON.stringify(start)
}

/** `a, b or c`. */
export function either(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`
}
