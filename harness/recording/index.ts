export { createRecording } from './create-recording.ts'
export { readRecording, recordingIn } from './read-recording.ts'
export type { Recording } from './recording.ts'
export { removeSplitSecrets } from './remove-secrets.ts'
export { type ReplayedVerdict, replayRecording } from './replay.ts'
export {
  fileNameOf,
  isKeptTimeline,
  saveTimeline,
} from './save-recording.ts'
export { checkPlaceOfRecording, textOf, writeRecording } from './write-recording.ts'
