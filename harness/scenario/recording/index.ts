export { judgeRecording, type Rejudged } from './judge-recording.ts'
export {
  fileNameOf,
  isKeptTimeline,
  KEPT,
  type Kept,
  type KeptTimelines,
  keepTimeline,
} from './keep-timeline.ts'
export { readRecording, recordingIn } from './read-recording.ts'
export type { Recording } from './recording.ts'
export { type Provenance, recordingOf } from './recording-of.ts'
export { withoutSplitSecrets } from './without-secrets.ts'
export { checkPlaceOfRecording, textOf, writeRecording } from './write-recording.ts'
