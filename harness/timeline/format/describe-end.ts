import { exitInWords } from '../../process/index.ts'
import type { EntryOf } from '../index.ts'

/** The end of a program; where a command has started several processes, of which one. */
export function describeEnd(
  entry: EntryOf<'gateway-exited' | 'gateway-shell-exited' | 'backend-exited'>,
): string {
  const ended = `ended with ${exitInWords(entry)}`
  if (entry.kind === 'gateway-shell-exited') {
    return `what started it (${entry.program}, pid ${entry.pid}) ${ended}`
  }
  if (entry.kind === 'backend-exited' || entry.program === undefined) return ended
  return `the process that serves (${entry.program}, pid ${entry.pid}) ${ended}`
}
