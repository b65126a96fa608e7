import { isKeptTimeline } from '../../recording/index.ts'
import { isInForce, type KnownFailure, nameTarget, ReplacedDirectory } from '../../report/index.ts'
import type { SavedTimelines } from '../../session/run-settings.ts'
import type { GateCommandOptions } from '../commands/gate/command.ts'
import type { ResolvedTargets } from '../options/to-settings.ts'
import { harnessVersion } from './build-result.ts'

/** The directory of `--save-timelines`. */
export function timelinesPath(path: string): ReplacedDirectory {
  return new ReplacedDirectory(path, {
    flag: '--save-timelines',
    what: 'saved timelines',
    isOurs: isKeptTimeline,
  })
}

/** What the workers are told of the timelines that they keep. */
export function savedTimelines(
  { saveTimelinesOf }: Pick<GateCommandOptions, 'saveTimelinesOf'>,
  place: ReplacedDirectory,
  knownFailures: readonly KnownFailure[],
  { backend, target }: ResolvedTargets,
): SavedTimelines {
  const now = new Date()
  return {
    directory: place.stage,
    of: saveTimelinesOf,
    known: knownFailures.filter(known => isInForce(known, now)).map(({ clause }) => clause),
    provenance: {
      target: nameTarget(target.identity),
      ...(backend === undefined ? {} : { backend: nameTarget(backend.identity) }),
      harness: harnessVersion(),
    },
  }
}
