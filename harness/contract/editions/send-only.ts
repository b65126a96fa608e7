import type { EditionDescription } from './capabilities.ts'

export const sendOnly: EditionDescription = {
  summary: 'Events come through the send endpoint alone; errors are objects with a message and a code.',
  streamForm:
    'the answer to the connect callback is not applied. A named event is `event:` and `data:` lines.',
  publicExample: '04be72a',
  capabilities: {
    appliesConnectAnswer: false,
    eventForm: 'named',
    errorForm: 'object',
    signalsReady: false,
    rejectsOnStream: false,
    crossOrigin: false,
  },
}
