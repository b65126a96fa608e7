import { isKeptTimeline } from '../../recording/index.ts'
import { isInForce, type KnownFailure, nameTarget, ReplacedDirectory } from '../../report/index.ts'
import type { RunSettings, SavedTimelines } from '../../session/run-settings.ts'
import type { TimelineOptions } from '../options/timelines.ts'
import { harnessVersion } from '../version.ts'

/** The directory of `--save-timelines`. */
export function timelinesPath(path: string): ReplacedDirectory {
  return new ReplacedDirectory(path, {
    flag: '--save-timelines',
    what: 'saved timelines',
    isOurs: isKeptTimeline,
  })
}

/** The parties of a run; the target is the one that is judged. */
interface NamedParties {
  readonly target: { readonly identity: Parameters<typeof nameTarget>[0] }
  readonly backend?: { readonly identity: Parameters<typeof nameTarget>[0] } | undefined
}

/** The settings of the workers for one of several runs: each keeps its own timelines. */
export function keptIn(
  timelines: SavedTimelines | undefined,
  runs: number,
  order: number,
): Pick<RunSettings, 'timelines'> {
  if (timelines === undefined) return {}
  return { timelines: runs === 1 ? timelines : { ...timelines, run: order + 1 } }
}

/** The timelines that the workers keep. */
export function savedTimelines(
  { saveTimelinesOf }: Pick<TimelineOptions, 'saveTimelinesOf'>,
  place: ReplacedDirectory,
  knownFailures: readonly KnownFailure[],
  { backend, target }: NamedParties,
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
