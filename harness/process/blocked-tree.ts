import { blockedOnOutput } from './blocked-output.ts'
import { markedProcesses } from './run-marker.ts'

/** Which output a subprocess, or anything it was started through, is stuck writing to because nothing reads it. */
export async function blockedTree(process: {
  readonly marker: string
}): Promise<'stdout' | 'stderr' | undefined> {
  const family = await markedProcesses(process.marker)
  return family.map(({ pid }) => blockedOnOutput(pid)).find(output => output !== undefined)
}
