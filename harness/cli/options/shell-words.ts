import { isSecretName, printable } from '../../diagnosis/index.ts'

/** Not surely the name of a secret, and not surely that of something else. */
const MAY_BE_SECRET = /auth|key|pass|cookie|dsn|cert|salt|signature/i

/** Text as one word of a shell command. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

/**
 * Flags as they are typed, those without a value left out. A value that must not be shown becomes a variable, without
 * which the shell refuses the command.
 */
export function flagWords(
  flags: readonly (readonly [flag: string, value: string | number | undefined])[],
): string[] {
  return flags.flatMap(([flag, value]) => {
    if (value === undefined) return []
    const text = String(value)
    return [`${flag} ${variableFor(flag.replace(/^-+/, ''), text) ?? shellWord(text)}`]
  })
}

/** The same of variables that are set for a program, each by a flag. */
export function settingWords(flag: string, settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).map(([name, value]) => {
    const isHarmless =
      !isSecretName(name) && !MAY_BE_SECRET.test(name) && isShowable(value) && printable(name) === name
    if (isHarmless) return `${flag} ${shellWord(`${name}=${value}`)}`
    return `${flag} ${shellWord(printable(name))}=${variable(name, `${flag} ${name}`, value)}`
  })
}

/** @returns the variable that stands for the value of a flag, or `undefined` where the value may be shown */
export function variableFor(flag: string, value: string): string | undefined {
  return isShowable(value) ? undefined : variable(flag, `--${flag}`, value)
}

/** Whether it may be shown, and is understood by a shell as it is shown. */
function isShowable(text: string): boolean {
  return printable(text) === text
}

/**
 * A variable of the shell that says when it is not set.
 * @param value what it stands for: a variable of the caller that has another value is not taken for it
 */
function variable(name: string, given: string, value: string): string {
  const word = name
    .toUpperCase()
    .replace(/\W/g, '_')
    .replace(/^(?=\d)/, '_')
  const kept = /^[A-Za-z_]\w*$/.test(name) ? name : word
  const isTaken = process.env[kept] !== undefined && process.env[kept] !== value
  const free = isTaken ? `GIVEN_${kept}` : kept
  return `"\${${free}:?set ${free} to the value given as ${printable(given).replace(/[^\w .-]/g, '_')}}"`
}
