import type { EditionDescription } from './capabilities.ts'

export const callbackEvents: EditionDescription = {
  summary: 'The backend may put an event and a close into its answer to the connect callback.',
  streamForm:
    'the event in the answer to the connect callback comes first. A named event is `event:` and `data:` lines.',
  publicExample: '9ff47e4',
  capabilities: {
    appliesConnectAnswer: true,
    eventForm: 'named',
    errorForm: 'text',
    signalsReady: false,
    rejectsOnStream: false,
    crossOrigin: false,
  },
}
