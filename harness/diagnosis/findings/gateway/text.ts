import type { CodeFindings } from '../finding.ts'

const WRITER = 'at the function that writes events'

/** Findings about the name and the data of an event, as the gateway writes them. */
export const TEXT = {
  // The name.
  'event-name-lost': {
    title: 'it sent the event without its name',
    look: 'at where it writes the `event:` line, which every event with a name needs; if it never writes one, check that --edition names the edition of the gateway (npm run probe detects it).',
  },
  'event-name-added': {
    title: 'it gave a name to an event without one',
    look: 'at where it writes the `event:` line: an event without a name gets none.',
  },
  'event-name-altered': {
    title: 'it changed the name of the event',
    look: 'at what it does with `name` before it writes the `event:` line: it is neither trimmed, decoded nor escaped.',
  },
  'heartbeat-inside-event': {
    title: 'it wrote a heartbeat into the middle of an event',
    look: 'at the heartbeat timer and at the function that writes events: an event is one write, and a heartbeat comes before or after it.',
  },

  // The data.
  'event-altered': {
    title: 'it changed the data of the event',
    look: `${WRITER}: it writes \`data\` character by character as it came, and splits it only at line breaks.`,
  },
  'data-cut-at-line-break': {
    title: 'it cut the data at a line break',
    look: `${WRITER}: each of CR LF, LF and CR ends a line of \`data\`, and every line gets a \`data:\` of its own.`,
  },
  'event-cut-short': {
    title: 'it sent only the beginning of the data',
    look: 'for a limit on what it writes at once, and at how it waits for a slow client (`drain`): it has to write the rest of a large event.',
  },
  'event-cut-short-by-close': {
    title: 'it closed the stream before all of the data was written',
    look: 'at how it ends a stream while a large write is pending: with `response.end()` after it, and without `destroy()`.',
  },
  'json-reformatted': {
    title: 'it parsed the JSON data and wrote it in another form',
    look: 'for a `JSON.parse` and a `JSON.stringify` on the way of `data`: data is text, and is written as it came.',
  },
  'json-altered': {
    title: 'it changed the meaning of the JSON data',
    look: 'for a place that parses `data` and writes it again: numbers, duplicate keys and escapes do not survive that.',
  },

  // The encoding.
  'event-encoding-wrong': {
    title: 'it sent the event in another encoding than UTF-8',
    look: 'at the encoding given to writes on the response (UTF-8), and for code that cuts text by bytes.',
  },
  'lone-surrogate-accepted': {
    title: 'it accepted text that UTF-8 cannot express, and sent other text',
    look: 'at the checks of POST /internal/send: it has to refuse a name or data with half a surrogate pair (`isWellFormed()`).',
  },
  'stream-not-utf8': {
    title: 'it wrote bytes that are not UTF-8',
    look: 'at the encoding given to writes on the response, and for code that cuts text by bytes.',
  },

  // Injection.
  'event-text-injected': {
    title: 'it wrote event text unescaped, so that it became an extra SSE field or event',
    look: `${WRITER}: each of CR LF, LF and CR in \`data\` begins a new \`data:\` line.`,
  },
  'event-name-injected': {
    title: 'it wrote an event name with a line break, so that it became an extra SSE field or event',
    look: 'at the checks of POST /internal/send and of the connect answer: a name with CR or LF is refused, since an `event:` line cannot hold it.',
  },
  'extra-field-written': {
    title: 'it wrote an SSE field that no backend can ask for',
    look: `${WRITER}: it may write \`event:\` and \`data:\` lines and comments, and nothing else.`,
  },
  'envelope-name-unescaped': {
    title: 'it wrote the name into the envelope unescaped',
    look: 'at how the name gets into the envelope: as JSON text (`JSON.stringify(name)`), and never between quotes of its own.',
  },
  'envelope-data-injected': {
    title: 'it wrote data that is not JSON into the envelope, and so changed the event',
    look: 'at how `data` gets into the envelope: it has to refuse text that is not valid JSON, and never paste it.',
  },

  // The form of the edition.
  'event-not-enveloped': {
    title: 'it sent a named event without an envelope',
    look: `${WRITER}: in this edition a named event is an unnamed one with {"type":…,"payload":…}; or check that --edition names the edition of the gateway (npm run probe detects it).`,
  },
  'unnamed-event-enveloped': {
    title: 'it put an event without a name into an envelope',
    look: `${WRITER}: an event without a name is written as it came, without an envelope.`,
  },
  'event-malformed': {
    title: 'it wrote the event in the wrong form',
    look: `${WRITER}, or check that --edition names the edition of the gateway (npm run probe detects it).`,
  },
  'ready-event-missing': {
    title: 'it did not send the `ready` event',
    look: 'at where a stream opens: after the kept events it writes `event: ready` with empty data; or check that --edition names the edition of the gateway (npm run probe detects it).',
  },
  'ready-event-misplaced': {
    title: 'it sent the `ready` event in the wrong place',
    look: 'at what it writes when a stream opens: the kept events first, then `event: ready`, once.',
  },
} as const satisfies CodeFindings
