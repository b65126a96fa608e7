import type { EditionDescription } from './capabilities.ts'

export const envelope: EditionDescription = {
  summary: 'Named events travel in an unnamed envelope, and the stream says when it is ready or rejected.',
  streamForm:
    'a named event is the unnamed `data: {"type":name,"payload":data}`; `event: ready` with empty data follows what was kept while the connect callback was open. A stream that the backend refused with 400, 401 or 403 also opens, carries one `event: rejected`, and ends.',
  publicExample: '60d1cae',
  capabilities: {
    appliesConnectAnswer: false,
    eventForm: 'envelope',
    errorForm: 'object',
    signalsReady: true,
    rejectsOnStream: true,
    crossOrigin: true,
  },
}
