import type { Entry } from './entry.ts'

/** An entry as a clause; `undefined` for one that crossed no edge, or only describes another entry. */
export function summarizeEntry(entry: Entry): string | undefined {
  switch (entry.kind) {
    case 'stream-request':
      return 'a client asked for a stream'
    case 'stream-response':
      return `the gateway answered a client ${entry.status}`
    case 'stream-bytes':
    case 'stream-written':
    case 'stream-event':
      return 'the gateway wrote to a stream'
    case 'stream-comment':
      return 'the gateway wrote a comment to a stream'
    case 'stream-end':
      return `a stream ended (${entry.how})`
    case 'callback-request':
      return `the gateway made a ${entry.payload.action} callback`
    case 'callback-response':
      return `the backend answered a callback ${entry.status}`
    case 'callback-head':
      return `the backend began to answer a callback ${entry.status}`
    case 'callback-unanswered':
      return 'a callback came to nothing'
    case 'callback-held':
      return 'the backend held back its answer to a callback, as the scenario wants it'
    case 'send-request':
      return 'the backend made a send'
    case 'send-response':
      return `the gateway answered a send ${entry.status}`
    case 'send-failed':
      return 'a send got no answer'
    case 'front-request':
      return 'the reverse proxy passed a request to the gateway'
    case 'front-response':
      return `the gateway answered the reverse proxy ${entry.status}`
    case 'front-bytes':
      return 'the gateway wrote to the reverse proxy'
    case 'front-end':
      return `the ${entry.by === 'front' ? 'reverse proxy' : 'gateway'} ended an exchange between them`
    case 'line-sent':
      return 'a client wrote to a connection'
    case 'line-received':
      return 'the gateway wrote to a connection'
    case 'line-ended':
      return `a connection was ${entry.how}`
    default:
      return undefined
  }
}
