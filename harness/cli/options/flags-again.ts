import { flagOf, isGiven, type Rows, type Values } from './row.ts'
import { flagWords, settingWords } from './shell-words.ts'

/**
 * The flags that say the same again, as words of a shell; what may be secret is a variable.
 * @param scope `'run'` where the whole run is repeated, and not one clause of it
 */
export function flagsAgain(rows: Rows, options: Values, scope: 'clause' | 'run' = 'clause'): string[] {
  return Object.entries(rows).flatMap(([key, { again, value: takesValue }]) => {
    const flag = flagOf(key)
    if (again === 'never' || (again === 'run' && scope !== 'run') || !isGiven(flag, rows, options)) return []
    if (takesValue === undefined) return [flag]
    const value = options[key]
    if (Array.isArray(value)) return flagWords(value.map(one => [flag, String(one)]))
    if (typeof value === 'object') return settingWords(flag, value as Readonly<Record<string, string>>)
    return flagWords([[flag, String(value)]])
  })
}
