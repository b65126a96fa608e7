export { recordingOf } from './create-recording.ts'
export { readRecording, recordingIn } from './read-recording.ts'
export type { Recording } from './recording.ts'
export { withoutSplitSecrets } from './remove-secrets.ts'
export { judgeRecording, type Rejudged } from './replay.ts'
export {
  fileNameOf,
  isKeptTimeline,
  keepTimeline,
} from './save-recording.ts'
export { checkPlaceOfRecording, textOf, writeRecording } from './write-recording.ts'
