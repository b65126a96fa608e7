import { parseJson } from '../util/parse-json.ts'

const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}]/u
const ALL_UNPRINTABLE = new RegExp(UNPRINTABLE.source, 'gu')

/** What the text of a command gives way to: a value that is not to stand in it, and the name of the variable that does. */
export type Variables = ReadonlyMap<string, string>

/**
 * Text as one word of a command for any POSIX shell; safe to paste and harmless in a terminal. Line ends at the end of
 * the text are lost.
 */
export function wordOf(
  text: string,
  variables: Variables = new Map(),
  encoding: 'utf8' | 'latin1' = 'utf8',
): string {
  const word = partsOf(text, variables)
    .map(({ text, variable }) => (variable === undefined ? literal(text, encoding) : expansionOf(variable)))
    .join('')
  return word === '' ? "''" : word
}

/** Whether text can stand in a command as it is, and not only by way of `printf`. */
export function isPlain(text: string): boolean {
  return !UNPRINTABLE.test(text)
}

/** A command that prints exactly this text, whatever bytes it holds. */
export function printing(
  text: string,
  variables: Variables = new Map(),
  encoding: 'utf8' | 'latin1' = 'utf8',
): string {
  const parts = partsOf(text, variables)
  const format = parts
    .map(({ text, variable }) => (variable === undefined ? inFormat(text, encoding) : '%s'))
    .join('')
  const values = parts.flatMap(({ variable }) =>
    variable === undefined ? [] : [` ${expansionOf(variable)}`],
  )
  return `printf -- '${format}'${values.join('')}`
}

/**
 * JSON that means the same and holds nothing that a terminal obeys: what lies between its values becomes spaces, what
 * lies in its strings becomes escapes. `undefined` for text that is no JSON.
 */
export function harmlessJson(text: string): string | undefined {
  if (parseJson(text) === undefined) return undefined
  return text
    .replace(/[\n\r\t]/g, ' ')
    .replace(ALL_UNPRINTABLE, character =>
      Array.from(character.split(''), unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join(
        '',
      ),
    )
}

/** A pipe that does not run at all when a secret is missing: its second command would run without input. */
export function piped(printed: string, command: string): string {
  const secret = expansionOf('SECRET')
  return `${printed.includes(secret) ? `: ${secret} && ` : ''}${printed} | ${command}`
}

/** A secret is not printed, and a command without it fails instead of running with another value. */
function expansionOf(variable: string): string {
  return variable === 'SECRET' ? `"\${SECRET:?set it to the secret that is left out here}"` : `"$${variable}"`
}

interface Part {
  readonly text: string
  readonly variable: string | undefined
}

function partsOf(text: string, variables: Variables): Part[] {
  if (variables.size === 0) return [{ text, variable: undefined }]
  const longestFirst = [...variables.keys()].toSorted((a, b) => b.length - a.length)
  return text
    .split(new RegExp(`(${longestFirst.map(RegExp.escape).join('|')})`))
    .filter(part => part !== '')
    .map(part => ({ text: part, variable: variables.get(part) }))
}

function literal(text: string, encoding: 'utf8' | 'latin1'): string {
  if (/^[\w@%+:,./-]*$/.test(text)) return text
  const isItself = isPlain(text) && (encoding === 'utf8' || /^[ -~]*$/.test(text))
  return isItself ? `'${text.replaceAll("'", `'\\''`)}'` : `"$(${printing(text, undefined, encoding)})"`
}

function inFormat(text: string, encoding: 'utf8' | 'latin1'): string {
  return Array.from(Buffer.from(text, encoding), byte => {
    const character = String.fromCharCode(byte)
    if (character === '%') return '%%'
    if (character === '\\') return '\\\\'
    return byte < 0x20 || byte > 0x7e || character === "'"
      ? `\\${byte.toString(8).padStart(3, '0')}`
      : character
  }).join('')
}
