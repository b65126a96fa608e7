import { NETWORK_FAULTS, type NetworkFaultName } from '../../../../fixtures/faults/network.ts'
import { networkNote } from '../../../runner/index.ts'
import type { Timeline } from '../../../timeline/index.ts'

/** Whether each network fault did something in a scenario that holds all the same. */
export function networkFaultLines(
  names: readonly NetworkFaultName[],
  timeline: Pick<Timeline, 'entries'>,
): string[] {
  return names.map(name => {
    const fault = NETWORK_FAULTS[name]
    const note = networkNote(fault)
    const struck = timeline.entries.find(
      entry => entry.kind === 'network' && entry.edge === fault.edge && entry.text === note.text,
    )
    return struck === undefined
      ? `The network fault ${name} never struck: no connection of the ${fault.edge} edge got so far.`
      : `The network fault ${name} struck at ${struck.at.toFixed(1)} ms (${note.text}); the scenario holds all the same.`
  })
}
