import { blockedOnOutput, markedProcesses, type Subprocess } from '../process/index.ts'

/** Which output the gateway, or anything it was started through, is stuck writing to because nobody reads it. */
export async function blockedFamily(
  process: Pick<Subprocess, 'marker'>,
): Promise<'stdout' | 'stderr' | undefined> {
  const family = await markedProcesses(process.marker)
  return family.map(({ pid }) => blockedOnOutput(pid)).find(output => output !== undefined)
}
