import type { ByHandLine } from './by-hand.ts'

/** The lines of each shell, which knows nothing of the variables of another. */
export function shellsOf(lines: readonly ByHandLine[]): string[][] {
  const shells: string[][] = []
  for (const line of lines) {
    if (/^# in (?:one terminal|another|a third),/.test(line)) shells.push([])
    shells.at(-1)?.push(line)
  }
  return shells
}
