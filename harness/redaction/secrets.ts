const SECRET_NAME = /secret|password|passwd|passphrase|token|credential|api_?key|private_?key/i

/** What is shorter is in every other word, and no secret. */
const MIN_LENGTH = 4

const known = new Set<string>()
let pattern: RegExp | undefined

/** From now on this is not shown any more, in whatever sentence it stands. */
export function keepSecret(...values: readonly string[]): void {
  for (const value of values) {
    if (value.length < MIN_LENGTH) continue
    for (const form of [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)]) known.add(form)
  }
  if (known.size === 0) return
  const longestFirst = [...known].toSorted((a, b) => b.length - a.length)
  pattern = new RegExp(longestFirst.map(patternFor).join('|'), 'g')
}

/** From here on a text is so rare that whatever holds it holds the secret. */
const CERTAIN = 12

/** A short secret counts as a whole word only, so that "test" does not take every "testing" along. */
function patternFor(form: string): string {
  const text = RegExp.escape(form)
  // What an escape (\n, %3D) ends with belongs to no word.
  return form.length >= CERTAIN ? text : `(?<!(?<!\\\\|%[\\dA-Fa-f])[A-Za-z0-9])${text}(?![A-Za-z0-9])`
}

/** Whether the name of a variable says that its value is a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name)
}

/** The values of those variables whose names say that they are secrets. */
export function secretsIn(environment: Readonly<Record<string, string>>): string[] {
  return Object.entries(environment).flatMap(([name, value]) => (isSecretName(name) ? [value] : []))
}

/** Text without the secrets that are known by their value. */
export function withoutKnownSecrets(text: string): string {
  return pattern === undefined ? text : text.replace(pattern, '[redacted]')
}
